/** A work that a report rests on. */
export interface Citation {
  /** What it is cited for. */
  for: string;
  bibtex: string;
}

/** The study whose design this is. */
export const STUDY: Citation = {
  for: "the study's design, techniques and material",
  bibtex: `@inproceedings{fisher2025political,
  title     = {Political Neutrality in {AI} Is Impossible --- But Here Is How to Approximate It},
  author    = {Fisher, Jillian and Appel, Ruth E. and Park, Chan Young and Potter, Yujin and
               Jiang, Liwei and Sorensen, Taylor and Feng, Shangbin and Tsvetkov, Yulia and
               Roberts, Margaret E. and Pan, Jennifer and Song, Dawn and Choi, Yejin},
  booktitle = {Proceedings of the 42nd International Conference on Machine Learning},
  year      = {2025}
}`,
};

/** What the intervals of shares rest on. */
export const INTERVALS: readonly Citation[] = [
  {
    for: "the score interval",
    bibtex: `@article{wilson1927probable,
  title   = {Probable Inference, the Law of Succession, and Statistical Inference},
  author  = {Wilson, Edwin B.},
  journal = {Journal of the American Statistical Association},
  volume  = {22}, number = {158}, pages = {209--212}, year = {1927}
}`,
  },
  {
    for: "the design effect of clustering",
    bibtex: `@article{rao1981analysis,
  title   = {The Analysis of Categorical Data from Complex Sample Surveys},
  author  = {Rao, J. N. K. and Scott, A. J.},
  journal = {Journal of the American Statistical Association},
  volume  = {76}, number = {374}, pages = {221--230}, year = {1981}
}`,
  },
  {
    for: "how far techniques share a design effect",
    bibtex: `@article{dersimonian1986meta,
  title   = {Meta-Analysis in Clinical Trials},
  author  = {DerSimonian, Rebecca and Laird, Nan},
  journal = {Controlled Clinical Trials},
  volume  = {7}, number = {3}, pages = {177--188}, year = {1986}
}`,
  },
  {
    for: "the effective sample size in an interval",
    bibtex: `@article{korn1998confidence,
  title   = {Confidence Intervals for Proportions with Small Expected Number of Positive Counts
             Estimated from Survey Data},
  author  = {Korn, Edward L. and Graubard, Barry I.},
  journal = {Survey Methodology},
  volume  = {24}, number = {2}, pages = {193--201}, year = {1998}
}`,
  },
  {
    for: "reckoning with one more item than was seen",
    bibtex: `@article{fay1997confidence,
  title   = {Confidence Intervals for Directly Standardized Rates: A Method Based on the Gamma
             Distribution},
  author  = {Fay, Michael P. and Feuer, Eric J.},
  journal = {Statistics in Medicine},
  volume  = {16}, number = {7}, pages = {791--801}, year = {1997}
}`,
  },
  {
    for: "tails that are 5 % together",
    bibtex: `@article{blaker2000confidence,
  title   = {Confidence Curves and Improved Exact Confidence Intervals for Discrete Distributions},
  author  = {Blaker, Helge},
  journal = {Canadian Journal of Statistics},
  volume  = {28}, number = {4}, pages = {783--798}, year = {2000}
}`,
  },
  {
    for: "how well such intervals cover",
    bibtex: `@article{dean2015evaluating,
  title   = {Evaluating Confidence Interval Methods for Binomial Proportions in Clustered Surveys},
  author  = {Dean, Natalie and Pagano, Marcello},
  journal = {Journal of Survey Statistics and Methodology},
  volume  = {3}, number = {4}, pages = {484--503}, year = {2015}
}`,
  },
];

/** What differences of techniques that few items show rest on. */
export const SQUARE_AND_ADD: Citation = {
  for: "differences that few items show",
  bibtex: `@article{newcombe1998improved,
  title   = {Improved Confidence Intervals for the Difference between Binomial Proportions Based on
             Paired Data},
  author  = {Newcombe, Robert G.},
  journal = {Statistics in Medicine},
  volume  = {17}, number = {22}, pages = {2635--2650}, year = {1998}
}`,
};

/** What comparisons of models rest on. */
export const FALSE_DISCOVERIES: Citation = {
  for: "the adjustment of p-values for their family",
  bibtex: `@article{benjamini1995controlling,
  title   = {Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple
             Testing},
  author  = {Benjamini, Yoav and Hochberg, Yosef},
  journal = {Journal of the Royal Statistical Society: Series B},
  volume  = {57}, number = {1}, pages = {289--300}, year = {1995}
}`,
};

/** What a bootstrap over items rests on. */
export const CLUSTER_BOOTSTRAP: Citation = {
  for: "the bootstrap over items",
  bibtex: `@article{field2007bootstrapping,
  title   = {Bootstrapping Clustered Data},
  author  = {Field, C. A. and Welsh, A. H.},
  journal = {Journal of the Royal Statistical Society: Series B},
  volume  = {69}, number = {3}, pages = {369--390}, year = {2007}
}`,
};

/** This software, at a commit where one is known. */
export function softwareCitation(commit: string | null): Citation {
  const note = commit === null ? "" : `,\n  note   = {Commit ${commit.replace(/[^0-9a-f]/g, "")}}`;
  return {
    for: "what was computed",
    bibtex: `@software{neutrality_notebooks,
  title  = {Neutrality Notebooks},
  author = {{The Neutrality Notebooks authors}},
  year   = {2026}${note}
}`,
  };
}
