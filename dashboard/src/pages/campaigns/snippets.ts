// What is pasted into a site or a backend, with the real keys and properties in it.

export interface Given {
  /** Where this server is reached. */
  origin: string;
  publishableKey: string;
  fields: ReadonlyArray<{ id: string; label: string }>;
  /** Properties that are mapped to fields. */
  properties: readonly string[];
}

interface Framework {
  name: string;
  /** Where the snippet goes. */
  where: string;
  snippet: (given: Given) => string;
  track: (given: Given) => string;
}

const tag = ({ origin, publishableKey }: Given) =>
  `<script async src="${origin}/affiliate.js"\n        data-publishable-key="${publishableKey}"></script>`;

/** The properties to send: those that are mapped, else the ids of the form's fields. */
function names({ properties, fields }: Given): string[] {
  const wanted = properties.filter((property) => property !== "email");
  return wanted.length > 0 ? wanted : fields.slice(0, 3).map(({ id }) => id);
}

function object(given: Given, indent: string): string {
  const lines = names(given).map((name) => `${indent}  ${JSON.stringify(name)}: "…"`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}

const track = (given: Given) =>
  `const { status } = await window.introw.affiliate.track({\n  email: customer.email,\n  properties: ${object(given, "  ")},\n});\n// status: "recorded", "duplicate" or "ignored"; it never throws`;

export const FRAMEWORKS = [
  { name: "HTML", where: "before the end of <head>.", snippet: tag, track },
  {
    name: "Tag manager",
    where: "a tag of custom HTML, fired on all pages.",
    snippet: ({ origin, publishableKey }) =>
      `<script>\n  var s = document.createElement("script");\n  s.async = true;\n  s.src = "${origin}/affiliate.js";\n  s.dataset.publishableKey = "${publishableKey}";\n  document.head.appendChild(s);\n</script>`,
    track,
  },
  {
    name: "Next.js",
    where: "in app/layout.tsx.",
    snippet: ({ origin, publishableKey }) =>
      `import Script from "next/script";\n\n<Script\n  src="${origin}/affiliate.js"\n  data-publishable-key="${publishableKey}"\n  strategy="afterInteractive"\n/>`,
    track,
  },
  { name: "React", where: "in index.html, before the end of <head>.", snippet: tag, track },
  { name: "Rails", where: "in app/views/layouts/application.html.erb.", snippet: tag, track },
  { name: "Django", where: "in base.html.", snippet: tag, track },
  {
    name: "WordPress",
    where: "in header.php, or with a plugin that adds code to the head.",
    snippet: tag,
    track,
  },
] as const satisfies readonly Framework[];

const json = (given: Given, indent = "") =>
  `{\n${indent}  "clickId": "CLICK_ID_FROM_THE_PAGE",\n${indent}  "email": "ada@example.org",\n${indent}  "properties": ${object(given, `${indent}  `)}\n${indent}}`;

const path = "/api/v1/affiliate/conversions";

export const LANGUAGES = [
  {
    name: "curl",
    call: (given: Given) =>
      `curl -i ${given.origin}${path} \\\n  -H "x-api-key: $INTROW_API_KEY" -H "content-type: application/json" \\\n  -d '${json(given)}'`,
  },
  {
    name: "Node",
    call: (given: Given) =>
      `const response = await fetch("${given.origin}${path}", {\n  method: "POST",\n  headers: { "x-api-key": process.env.INTROW_API_KEY, "content-type": "application/json" },\n  body: JSON.stringify({\n    clickId,\n    email,\n    properties: ${object(given, "    ")},\n  }),\n});\nconst { status } = await response.json();`,
  },
  {
    name: "Python",
    call: (given: Given) =>
      `import os, requests\n\nresponse = requests.post(\n    "${given.origin}${path}",\n    headers={"x-api-key": os.environ["INTROW_API_KEY"]},\n    json={\n        "clickId": click_id,\n        "email": email,\n        "properties": ${object(given, "        ")},\n    },\n    timeout=10,\n)\nstatus = response.json()["status"]`,
  },
  {
    name: "PHP",
    call: (given: Given) =>
      `$call = curl_init("${given.origin}${path}");\ncurl_setopt_array($call, [\n    CURLOPT_POST => true,\n    CURLOPT_RETURNTRANSFER => true,\n    CURLOPT_HTTPHEADER => ["x-api-key: " . getenv("INTROW_API_KEY"), "content-type: application/json"],\n    CURLOPT_POSTFIELDS => json_encode(["clickId" => $clickId, "email" => $email, "properties" => [\n${names(
        given,
      )
        .map((name) => `        ${JSON.stringify(name)} => "…",`)
        .join("\n")}\n    ]]),\n]);\n$status = json_decode(curl_exec($call))->status;`,
  },
  {
    name: "Go",
    call: (given: Given) =>
      `body, _ := json.Marshal(map[string]any{\n\t"clickId": clickID,\n\t"email":   email,\n\t"properties": map[string]any{\n${names(
        given,
      )
        .map((name) => `\t\t${JSON.stringify(name)}: "…",`)
        .join(
          "\n",
        )}\n\t},\n})\nrequest, _ := http.NewRequest("POST", "${given.origin}${path}", bytes.NewReader(body))\nrequest.Header.Set("x-api-key", os.Getenv("INTROW_API_KEY"))\nrequest.Header.Set("content-type", "application/json")\nresponse, err := http.DefaultClient.Do(request)`,
  },
] as const;

export const hubspot = tag;
