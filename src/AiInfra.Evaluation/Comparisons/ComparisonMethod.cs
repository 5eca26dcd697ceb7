namespace AiInfra.Evaluation.Comparisons;

/// <summary>How two models are compared on the same rows.</summary>
public enum ComparisonMethod
{
    /// <summary>Accuracy without margin on independent rows: McNemar. Area under ROC: DeLong. Means over rows: paired t. All else: paired bootstrap. Where rows are a time stream, DeLong and t take Newey and West's variance and the bootstrap draws blocks.</summary>
    Automatic,

    /// <summary>McNemar's test; accuracy only, without margin, for independent rows.</summary>
    McNemar,

    /// <summary>DeLong's test; area under ROC only.</summary>
    DeLong,

    /// <summary>Student's paired t on row losses, or Diebold and Mariano's form for a time stream.</summary>
    PairedT,

    /// <summary>Wilcoxon's signed ranks on row losses: bears outliers; for independent rows.</summary>
    Wilcoxon,

    /// <summary>Paired bootstrap of the metric itself.</summary>
    Bootstrap,

    /// <summary>May be asked again after every row, and its level holds for all looks together: the normal mixture's sequential test on the differences of row losses, and for accuracy, whose differences lie between -1 and 1, a betting test that needs no normal sums. For means over independent rows; the price is rows.</summary>
    Sequential,
}
