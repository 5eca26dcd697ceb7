using System.Collections;
using AiInfra.Metrics;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Text;

namespace AiInfra.Evaluation.Gates;

/// <summary>The scores of one system, each under its name, for a gate: of texts, rankings, raters, forecasts, boxes, or anything else that ends in a number. What a score was made of comes with it where it is known, so that a gate can ask for an interval and for a paired test against the champion's set.</summary>
/// <remarks>Written as a collection: <c>new ScoreSet { bleu, ndcg, kappa }</c>, and <c>{ bleuGerman, "bleu-de" }</c> to name one. Not thread-safe while it is filled.</remarks>
public sealed class ScoreSet : IReadOnlyCollection<Score>
{
    private readonly List<ScoreEvidence> _scores = [];

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

    /// <summary>Adds a bare score, under its own name. It can be held against a bound (with a confidence only if it has an interval of that confidence), not against a champion.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(Score score)
    {
        ArgumentNullException.ThrowIfNull(score);
        Add(new ScoreEvidence.Bare(score.Name, score));
    }

    /// <summary>Adds a text metric that has seen its segments: intervals come from the bootstrap over segments, the comparison from the paired bootstrap.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(TextMetric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Add(metric, metric.Name);
    }

    /// <summary>Adds a text metric under another name.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(TextMetric metric, string name)
    {
        ArgumentNullException.ThrowIfNull(metric);
        Add(new ScoreEvidence.Segments(name, metric));
    }

    /// <summary>Adds the score of a ranking: intervals and the comparison come from its queries.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(RetrievalScore score)
    {
        ArgumentNullException.ThrowIfNull(score);
        Add(score, score.Score.Name);
    }

    /// <summary>Adds the score of a ranking under another name.</summary>
    /// <exception cref="ArgumentException">The name is there already.</exception>
    public void Add(RetrievalScore score, string name)
    {
        ArgumentNullException.ThrowIfNull(score);
        Add(new ScoreEvidence.Queries(name, score));
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
        double mean = values.Length == 0 ? double.NaN : values.Average();
        if (!(Math.Abs(mean - score.Value) <= 1e-9 * Math.Max(1, Math.Abs(mean))))
        {
            throw new ArgumentException($"'{score.Name}' is {score.Value}, but the mean of the {values.Length} rows is {mean}.", nameof(rows));
        }

        Add(new ScoreEvidence.Rows(score.Name, score, values));
    }

    /// <inheritdoc />
    public IEnumerator<Score> GetEnumerator() => _scores.Select(s => s.Score).GetEnumerator();

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal string Names => _scores.Count == 0 ? "none" : string.Join(", ", _scores.Select(s => s.Name));

    internal ScoreEvidence? Find(string name) => _scores.Find(s => s.Name == name);

    internal ScoreEvidence? FindSignature(string signature) => _scores.Find(s => s.Score.Signature == signature);

    private void Add(ScoreEvidence evidence)
    {
        ArgumentException.ThrowIfNullOrEmpty(evidence.Name, "name");
        if (Find(evidence.Name) is not null)
        {
            throw new ArgumentException($"There is a score '{evidence.Name}' already; give this one another name.", "name");
        }

        _scores.Add(evidence);
    }
}
