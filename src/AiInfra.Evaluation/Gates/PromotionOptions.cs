using AiInfra.Evaluation.Comparisons;

namespace AiInfra.Evaluation.Gates;

/// <summary>When a challenger replaces the champion. Defaults suit the newest labelled rows of a stream.</summary>
public sealed class PromotionOptions
{
    /// <summary>What is asked of the challenger.</summary>
    /// <value>Default <see cref="ChampionRule.Better"/>.</value>
    public ChampionRule Rule { get; set; } = ChampionRule.Better;

    /// <summary>How much worse it may be in the metric's unit, for <see cref="ChampionRule.NoWorse"/>.</summary>
    /// <value>Default 0.</value>
    public double Margin { get; set; }

    /// <summary>One-sided confidence: a challenger that is not truly better passes with a chance of at most 1 minus this, each time it is asked.</summary>
    /// <value>Default 0.95.</value>
    public double Confidence { get; set; } = 0.95;

    /// <summary>The test. <see cref="ComparisonMethod.Sequential"/> may be asked again after every row; it holds for independent rows, so it needs <see cref="IsTimeStream"/> to be false, and leaves <see cref="Looks"/> at 1.</summary>
    /// <value>Default <see cref="ComparisonMethod.Automatic"/>: for one look.</value>
    public ComparisonMethod Method { get; set; }

    /// <summary>How many times the same challenger may be asked for, as rows arrive. The chance of a false promotion is shared out among the looks (Bonferroni), so that it holds for all together.</summary>
    /// <value>Default 1.</value>
    public int Looks { get; set; } = 1;

    /// <summary>Fewer rows than this are never enough.</summary>
    /// <value>Default 100.</value>
    public int MinimumRows { get; set; } = 100;

    /// <summary>Whether the rows are a time stream, so that serial correlation is allowed for.</summary>
    /// <value>Default true.</value>
    public bool IsTimeStream { get; set; } = true;

    /// <summary>Whether the challenger must also be shown to beat the best constant answer.</summary>
    /// <value>Default false: a champion that a challenger beats may be worse than trivial after a drift, and the challenger still an improvement.</value>
    public bool BeatTrivial { get; set; }

    /// <summary>Seed of bootstraps.</summary>
    /// <value>Default 1.</value>
    public ulong Seed { get; set; } = 1;
}
