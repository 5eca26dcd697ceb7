namespace AiInfra.Evaluation.Gates;

/// <summary>What is asked of a candidate.</summary>
public enum ChampionRule
{
    /// <summary>Shown to be better than the champion.</summary>
    Better,

    /// <summary>Shown not to be worse than the champion by more than the margin.</summary>
    NoWorse,
}
