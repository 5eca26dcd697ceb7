namespace AiInfra.Metrics;

/// <summary>A finished score with what it was made of: a judge's marks, errors by series, any statistic of the host's own that should stand in gates and comparisons.</summary>
public sealed class EvidencedScore : IScored
{
    private readonly Score _score;

    /// <summary>Creates it.</summary>
    /// <param name="score">The score.</param>
    /// <param name="evidence">What it was made of.</param>
    /// <param name="family">The heading of a report under which it stands.</param>
    /// <exception cref="ArgumentException">The evidence is a mean, and of something else than the score.</exception>
    public EvidencedScore(Score score, Evidence evidence, string family = "Scores")
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentException.ThrowIfNullOrEmpty(family);
        if (evidence.Contradicts(score) is { } wrong)
        {
            throw new ArgumentException($"'{score.Name}' {wrong}.", nameof(evidence));
        }

        (_score, Evidence, Family) = (score, evidence, family);
    }

    /// <inheritdoc />
    public string Name => _score.Name;

    /// <inheritdoc />
    public string Signature => _score.Signature;

    /// <inheritdoc />
    public bool HigherIsBetter => _score.HigherIsBetter;

    /// <inheritdoc />
    public long Count => _score.Count;

    /// <inheritdoc />
    public string Family { get; }

    /// <inheritdoc />
    public Evidence Evidence { get; }

    /// <inheritdoc />
    public Score Result(double confidence = 0.95) => _score with { Interval = null };

    /// <inheritdoc />
    public IReadOnlyList<ScoreTable> Tables() => WorstUnits.Of(this, Evidence) is { } worst ? [worst] : [];
}
