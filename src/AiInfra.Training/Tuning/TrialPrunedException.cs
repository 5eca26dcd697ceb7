namespace AiInfra.Training.Tuning;

/// <summary>A trial was ended by the study's pruner, from deep within its objective (<see cref="Trial.ThrowIfShouldPrune"/>). Let it pass: the study catches it.</summary>
public sealed class TrialPrunedException : AiInfraException
{
    /// <summary>A trial was ended.</summary>
    /// <param name="message">Which, and at which step.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public TrialPrunedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
