namespace AiInfra.Evaluation.Gates;

/// <summary>What is known of a model beside its answers: what budgets of a gate ask for. Null where it was not measured.</summary>
public sealed record ModelFacts
{
    /// <summary>Size of the model's files, bytes.</summary>
    public long? Bytes { get; init; }

    /// <summary>Measured durations of single predictions, in any order.</summary>
    public IReadOnlyList<TimeSpan> Latencies { get; init; } = [];

    /// <summary>Times a function, one call after another.</summary>
    /// <param name="predict">One prediction.</param>
    /// <param name="calls">Calls that count.</param>
    /// <param name="warmUp">Calls before, that do not.</param>
    /// <param name="clock">Clock; null takes the system's.</param>
    public static IReadOnlyList<TimeSpan> Time(Action predict, int calls = 1000, int warmUp = 100, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(predict);
        ArgumentOutOfRangeException.ThrowIfLessThan(calls, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(warmUp);
        clock ??= TimeProvider.System;
        var took = new TimeSpan[calls];
        for (int i = -warmUp; i < calls; i++)
        {
            long start = clock.GetTimestamp();
            predict();
            if (i >= 0)
            {
                took[i] = clock.GetElapsedTime(start);
            }
        }

        return took;
    }

    /// <inheritdoc />
    public override string ToString() => $"ModelFacts {{ Bytes = {Bytes}, Latencies = {Shown.List(Latencies)} }}";
}
