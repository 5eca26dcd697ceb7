namespace AiInfra.Training.Tuning.Samplers;

/// <summary>How <see cref="TpeSampler"/> searches.</summary>
public sealed class TpeOptions : ICheckedOptions
{
    /// <summary>Whether parameters that are asked for together are chosen together, so that what goes well with what is learned; otherwise each by itself.</summary>
    /// <value>True.</value>
    public bool Joint { get; set; } = true;

    /// <summary>Trials chosen by chance before anything is learned; complete and pruned ones count.</summary>
    /// <value>10.</value>
    public int StartupTrials { get; set; } = 10;

    /// <summary>Candidates drawn for every trial, of which the best is taken.</summary>
    /// <value>24.</value>
    public int Candidates { get; set; } = 24;

    /// <summary>Share of the trials that count as good.</summary>
    /// <value>0.15.</value>
    public double GoodShare { get; set; } = 0.15;

    /// <summary>Most trials that count as good.</summary>
    /// <value>25.</value>
    public int MostGood { get; set; } = 25;

    /// <summary>Most trials that count as not good: the newest. Older ones weigh least anyway, and so a proposal costs the same after 10,000 trials as after 150.</summary>
    /// <value>120.</value>
    public int MostOthers { get; set; } = 120;

    /// <summary>Weight of the whole range beside that of one trial.</summary>
    /// <value>1.</value>
    public double PriorWeight { get; set; } = 1;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .AtLeast(StartupTrials, 1)
        .Between(Candidates, 1, 100_000)
        .Inside(GoodShare, 0, 1)
        .Between(MostGood, 1, ParameterTrials.MostRanked)
        .AtLeast(MostOthers, 1)
        .Above(PriorWeight, 0);
}
