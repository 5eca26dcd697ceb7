namespace AiInfra.Observability.Detectors;

/// <summary>A judgement of an <see cref="IDetector"/>. The alarm counts judgements, good ones too: it clears after some without a finding.</summary>
/// <param name="Found">Whether it found what it looks for.</param>
/// <param name="Message">In words, with the numbers; never empty.</param>
/// <exception cref="ArgumentException">The message is null or empty.</exception>
public sealed record DetectorFinding(bool Found, string Message)
{
    /// <summary>In words, with the numbers; never empty.</summary>
    public string Message { get; init => field = Worded(value); } = Worded(Message);

    private static string Worded(string message) => string.IsNullOrWhiteSpace(message)
        ? throw new ArgumentException("A finding says in words what was judged, with its numbers: the alarm, the log and the pages show them. Its message is empty.", nameof(message))
        : message;
}
