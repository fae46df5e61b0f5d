// What the tabs begin with.

export const FIRST = `# Press Ctrl-Enter to run it.
# The book on the left has every field.

query HowItGoes {
  organisation {
    name
    currency
  }
  stats {
    from
    to
    clicks
    uniqueVisitors
    conversions
  }
  links(first: 5) {
    nodes {
      code
      partner {
        name
      }
      campaign {
        name
      }
    }
  }
}
`;

export const WHY_NOT = `# Why calls were not recorded.

query WhyNot {
  decisions(first: 10, filter: { outcome: IGNORED }) {
    nodes {
      at
      outcome
      reason
      explanation
    }
  }
}
`;

export const LIVE = `# Leave it running, and follow a link of yours.

subscription Live {
  activity {
    __typename
    ... on ClickActivity {
      at
      label
      referrerHost
      device
    }
    ... on DecisionActivity {
      at
      outcome
      reason
    }
    ... on MoreActivity {
      at
      clicks
      conversions
      decisions
    }
  }
}
`;
