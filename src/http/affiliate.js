// introw affiliate.js. It runs the functions that wait in introw.q, so to call it early put this first:
// window.introw=window.introw||{q:[],affiliate:{track:(o)=>new Promise((r)=>introw.q.push(()=>
//   r(introw.affiliate.track(o))))}}; and for consent: introw.q.push(()=>introw.consent("granted"))
(() => {
  // The page may have frozen or removed anything; it must never see an error of ours.
  const attempt = (work) => {
    try {
      return work();
    } catch (error) {}
  };

  // Tag managers drop attributes, or leave no currentScript.
  const tag = attempt(() => {
    const running = document.currentScript;
    const tagged = "script[data-publishable-key]";
    return running && running.matches(tagged) ? running : document.querySelector(tagged) || running;
  });
  const options = (tag && tag.dataset) || {};

  const clickTime = (token) => {
    let time = 0;
    for (const byte of atob(token.replace(/-/g, "+").replace(/_/g, "/")).slice(4, 10)) {
      time = time * 256 + byte.charCodeAt(0);
    }
    // A forged click from the future would shut out every real one.
    return time > Date.now() + 864e5 ? 0 : time;
  };

  const newest = (pairs, name) => {
    let best = "";
    for (const pair of pairs) {
      const token = pair.startsWith(name) ? pair.slice(name.length) : "";
      if (/^[\w-]{64}$/.test(token) && clickTime(token) >= clickTime(best)) best = token;
    }
    return best;
  };

  const start = () => {
    const introw = (window.introw = window.introw || {});
    if (introw.loaded) return;
    introw.loaded = true;

    // A stranger's frame must not plant clicks, not even between two of the shop's.
    const usable = attempt(() => {
      let frame = window;
      while (frame !== top && frame.parent.document) frame = frame.parent;
      return true;
    });

    const stored = () => attempt(() => newest(document.cookie.split("; "), "_introw_aff=")) || "";

    // Widest first: only the browser knows the public suffixes.
    const domains = location.hostname
      .split(".")
      .map((label, i, labels) => labels.slice(-1 - i).join("."))
      .concat("");
    if (options.cookieDomain) domains.unshift(options.cookieDomain);
    const write = (token, age) =>
      attempt(() =>
        domains.some((domain) => {
          document.cookie =
            `_introw_aff=${token}; path=/; max-age=${age}; samesite=lax` +
            (location.protocol === "https:" ? "; secure" : "") +
            (domain && "; domain=" + domain);
          return token && document.cookie.includes(token);
        })
      );

    // A cookie means a grant on an earlier page.
    let allowed = usable && (options.consent !== "required" || stored());
    let held;
    const keep = () => {
      if (!allowed || !held || clickTime(held) < clickTime(stored())) return;
      // A twin on another domain could shadow it.
      write("", 0);
      write(held, 7776000);
    };

    attempt(() => {
      const [, path, query, hash] = /^([^?#]*)\??([^#]*)(.*)$/.exec(location.href);
      const pairs = query.split("&");
      const rest = pairs.filter((pair) => !pair.startsWith("irw_id=")).join("&");
      if (!usable || rest === query) return;
      held = newest(pairs, "irw_id=");
      history.replaceState(history.state, "", path + (rest && "?" + rest) + hash);
    });
    keep();

    const getClickId = () => (allowed && stored()) || null;

    const track = async (conversion) => {
      try {
        const clickId = getClickId();
        if (!clickId) return { status: "ignored" };
        const { publishableKey, email, properties } = conversion || {};
        const host = options.apiHost || new URL(tag.src).origin;
        const response = await fetch(host.replace(/\/+$/, "") + "/api/v1/affiliate/conversions", {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "x-introw-publishable-key": publishableKey || options.publishableKey,
          },
          body: JSON.stringify({ clickId, email, properties }),
          credentials: "omit",
          keepalive: true,
        });
        return response.ok ? { status: (await response.json()).status } : {};
      } catch (error) {
        return {};
      }
    };

    introw.affiliate = { getClickId, track };
    introw.consent = (choice) => {
      if (choice === "granted") allowed = usable;
      if (choice === "denied") {
        allowed = held = null;
        write("", 0);
      }
      keep();
    };

    const waiting = introw.q || [];
    introw.q = { push: attempt };
    waiting.forEach(attempt);

    if (options.hubspot === "off") return;

    const emails = {};
    const sent = {};
    const submitted = (form, email) => (sent[form] = sent[form] || track({ email }));
    // Lists of {name, value} and values by name.
    const emailIn = (fields) => {
      for (const key in fields) {
        const { name = key, value = fields[key] } = Object(fields[key]);
        if (/(^|\/)email$/.test(name)) return value;
      }
    };

    addEventListener("message", ({ data, origin }) =>
      attempt(() => {
        // Any frame can post this, an ad's too.
        if (data.type !== "hsFormCallback") return;
        if (origin !== location.origin && !/^$|\.(hsforms|hubspot)\.(com|net)$/.test(origin)) return;
        const form = data.id;
        const fields = data.data || {};
        emails[form] = emailIn(fields.submissionValues || fields) || emails[form];
        if (data.eventName === "onFormSubmitted") submitted(form, emails[form]);
      })
    );

    addEventListener("hs-form-event:on-submission:success", async (event) => {
      let form;
      let email;
      try {
        form = event.detail.instanceId;
        email = emailIn(await HubSpotFormsV4.getFormFromEvent(event).getFormFieldValues());
      } catch (error) {}
      submitted(form, email);
    });
  };

  const run = () => attempt(start);
  if (document.prerendering) document.addEventListener("prerenderingchange", run);
  else run();
})();
