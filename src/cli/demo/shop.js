// The stub of affiliate.js: that script is async and may come before or after this one. What is called
// here is kept in introw.q until it has loaded, and from then on runs at once.
window.introw = window.introw || {
  q: [],
  consent: (choice) => introw.q.push(() => introw.consent(choice)),
  affiliate: {
    getClickId: () => null,
    track: (conversion) =>
      new Promise((resolve) => introw.q.push(() => resolve(introw.affiliate.track(conversion)))),
  },
};

(() => {
  "use strict";

  const COUPON = "WELCOME10";
  const PRICES = { Starter: 29, Team: 79, Business: 190 };
  // With the script blocked nobody ever answers the queue.
  const PATIENCE_MS = 8000;

  const WORDS = {
    pending: "One moment…",
    recorded: "Welcome aboard! The sign-up was recorded, and the partner who sent you is credited.",
    duplicate: "Good to see you again. This click was converted before, so nobody is credited twice.",
    ignored: "Welcome aboard! No valid partner click came with this sign-up, so nobody is credited.",
    "not-reached": "Welcome aboard! The referral service was not reached, so nothing was recorded.",
  };

  const byId = (id) => document.getElementById(id);
  const outcome = byId("outcome");
  const plan = byId("plan");
  const orderValue = byId("order-value");

  const showVisit = () => {
    const visit = byId("visit");
    const click = introw.affiliate.getClickId();
    visit.dataset.click = click ? "known" : "none";
    visit.textContent = click
      ? "A partner’s link brought you. Your click: "
      : "No partner’s link brought you here so far.";
    if (!click) return;
    const short = document.createElement("code");
    short.title = click;
    short.textContent = `${click.slice(0, 10)}…${click.slice(-6)}`;
    visit.append(short);
  };

  const showOutcome = (status) => {
    outcome.dataset.status = status;
    outcome.textContent = WORDS[status];
  };

  const choosePlan = (name) => {
    plan.value = name;
    orderValue.value = PRICES[name];
  };

  const signUp = async (event) => {
    event.preventDefault();
    // A second press while one is under way; disabling the button would take the keyboard's focus away.
    if (outcome.dataset.status === "pending") return;
    showOutcome("pending");
    const answer = await Promise.race([
      introw.affiliate.track({
        email: byId("email").value.trim(),
        properties: {
          plan: plan.value,
          order_value: orderValue.valueAsNumber,
          order_id: `FH-${Date.now().toString(36).toUpperCase()}`,
          coupon: COUPON,
        },
      }),
      new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, {})),
    ]);
    showOutcome(answer.status in WORDS ? answer.status : "not-reached");
  };

  byId("join-form").addEventListener("submit", signUp);
  plan.addEventListener("change", () => choosePlan(plan.value));
  for (const link of document.querySelectorAll("[data-plan]")) {
    link.addEventListener("click", () => choosePlan(link.dataset.plan));
  }
  introw.q.push(showVisit);
})();
