namespace AiInfra.Observability.Detectors;

/// <summary>A judgement of an <see cref="IDetector"/>. The alarm counts judgements, good ones too: it clears after some without a finding.</summary>
/// <param name="Found">Whether it found what it looks for.</param>
/// <param name="Message">In words, with the numbers.</param>
public sealed record DetectorFinding(bool Found, string Message);
