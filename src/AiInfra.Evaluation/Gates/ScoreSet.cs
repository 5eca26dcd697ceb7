using System.Collections;
using AiInfra.Metrics;

namespace AiInfra.Evaluation.Gates;

/// <summary>The scores of one system, each under its name, for a gate: of texts, rankings, raters, forecasts, boxes, or anything else that ends in a number. What a score was made of comes with it where it is known, so that a gate can ask for an interval and for a paired test against the champion's set.</summary>
/// <remarks>Written as a collection: <c>new ScoreSet { bleu, ndcg, kappa }</c>, and <c>{ bleuGerman, "bleu-de" }</c> to name one. Not thread-safe while it is filled.</remarks>
public sealed class ScoreSet : IReadOnlyCollection<Score>
{
    private readonly List<NamedScore> _scores = [];

    /// <summary>A set without scores, to add to.</summary>
    public ScoreSet()
    {
    }

    /// <summary>A set of bare scores, for example the metrics of a stored report.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ScoreSet(IEnumerable<Score> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        foreach (Score score in scores)
        {
            Add(score);
        }
    }

    /// <inheritdoc />
    public int Count => _scores.Count;

    /// <summary>The score of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public Score this[string name] => (Find(name) ?? throw new ArgumentException($"There is no score '{name}'. There are: {Names}.", nameof(name))).Score;

    /// <summary>Adds a metric that has seen its units, of whatever family, or a finished score: under its own name. What it was made of (<see cref="IScored.Evidence"/>) gives intervals and the comparison with a champion; a bare <see cref="Score"/> can be held against a bound only, with a confidence only if it brings an interval of that confidence.</summary>
    /// <exception cref="ArgumentException">The name is there already, there is no family, or the result is not that of the metric: another name, signature or direction, or another value than the mean of the evidence.</exception>
    public void Add(IScored scored)
    {
        ArgumentNullException.ThrowIfNull(scored);
        Add(scored, scored.Name);
    }

    /// <summary>Adds a metric or a score under another name.</summary>
    /// <exception cref="ArgumentException">The name is there already, there is no family, or the result is not that of the metric: another name, signature or direction, or another value than the mean of the evidence.</exception>
    public void Add(IScored scored, string name)
    {
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (Find(name) is not null)
        {
            throw new ArgumentException($"There is a score '{name}' already; give this one another name.", nameof(name));
        }

        if (string.IsNullOrWhiteSpace(scored.Family))
        {
            throw new ArgumentException($"The {nameof(IScored.Family)} of '{scored.Signature}' ({scored.GetType()}) is empty; it is the heading of a report under which the score stands.", nameof(scored));
        }

        scored.CheckedResult();

        _scores.Add(new(name, scored));
    }

    /// <summary>Adds a score that is the mean of values, one a row, in an order that the champion's set shares: a judge's marks, errors by series, any mean of the host's own.</summary>
    /// <param name="score">The mean.</param>
    /// <param name="rows">The value of every row, finite.</param>
    /// <exception cref="ArgumentException">The score is not the mean of the rows, a row is not finite, or the name is there already.</exception>
    public void Add(Score score, IReadOnlyList<double> rows)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(rows);
        double[] values = [.. rows];
        Guard.Finite(values, nameof(rows));
        Add(new EvidencedScore(score, new Evidence("rows", values)));
    }

    /// <inheritdoc />
    public IEnumerator<Score> GetEnumerator() => _scores.Select(s => s.Score).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal string Names => _scores.Count == 0 ? "none" : string.Join(", ", _scores.Select(s => s.Name));

    /// <summary>The scores with what they were made of, by name.</summary>
    internal IReadOnlyList<NamedScore> All => _scores;

    internal NamedScore? Find(string name) => _scores.Find(s => s.Name == name);

    /// <exception cref="MissingEvidenceException">Several scores have it.</exception>
    internal NamedScore? FindSignature(string signature)
    {
        List<NamedScore> found = _scores.FindAll(s => s.Scored.Signature == signature);
        return found.Count < 2 ? found.FirstOrDefault() : throw new MissingEvidenceException($"'{signature}' is that of {found.Count} scores ({string.Join(", ", found.Select(s => s.Name))}); give the condition the name of the one that is meant");
    }
}
