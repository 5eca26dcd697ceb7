namespace AiInfra.Training.Loop;

/// <summary>What became of a batch.</summary>
internal enum BatchOutcome
{
    /// <summary>Its gradients wait for the step.</summary>
    Taken,

    /// <summary>Its loss was not finite; it was left out.</summary>
    NotFinite,

    /// <summary>Its loss stood out; it was left out.</summary>
    Spike,
}
