namespace AiInfra.Training.Loop;

/// <summary>What became of a step.</summary>
internal enum UpdateOutcome
{
    /// <summary>It was taken.</summary>
    Taken,

    /// <summary>Gradients were not finite; it was left out.</summary>
    NotFinite,

    /// <summary>Scaled gradients overflowed; it was left out and the scale lowered.</summary>
    Overflow,
}
