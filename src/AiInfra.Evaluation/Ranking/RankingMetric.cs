using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Ranking;

/// <summary>A metric of rankings: one value a query, and their mean. It streams and merges like the metrics of rows. To write one, derive and give the value of a query.</summary>
/// <param name="name">Name in camel case.</param>
/// <param name="options">Options that change the value, as "key:value" joined by bars.</param>
public abstract class RankingMetric(string name, string options = "")
{
    private RunningMean _mean;
    private long _undefined;

    /// <summary>Name in camel case.</summary>
    public string Name { get; } = name;

    /// <summary>Metric, options and version.</summary>
    public string Signature { get; } = options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1";

    /// <summary>Queries added, those with an undefined value included.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a query.</summary>
    /// <param name="relevance">How relevant each document is; zero or more.</param>
    /// <param name="scores">The score the model gave it; more ranks higher.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no document, or a number is not finite or negative; the message names the first index.</exception>
    public void Add(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores)
    {
        double value = Query(relevance, scores);
        Count++;
        if (double.IsNaN(value))
        {
            _undefined++;
        }
        else
        {
            _mean.Add(value);
        }
    }

    /// <summary>Adds what another metric of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    public void Merge(RankingMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Signature != Signature || ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'{(ReferenceEquals(other, this) ? " of itself" : "")}.", nameof(other));
        }

        _mean.Merge(other._mean);
        _undefined += other._undefined;
        Count += other.Count;
    }

    /// <summary>The mean over queries; those without a value are left out and counted as undefined.</summary>
    public Score Result(double confidence = 0.95) => new(Name, Count == _undefined ? double.NaN : _mean.Mean, Count, Signature)
    {
        Interval = _mean.Interval(confidence),
        Undefined = _undefined,
        HigherIsBetter = true,
    };

    /// <summary>The value of one query; NaN when it has none.</summary>
    /// <exception cref="ArgumentException">Lengths differ, there is no document, or a number is not finite or negative; the message names the first index.</exception>
    public double Query(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores)
    {
        Guard.Columns(relevance.Length, scores.Length, nameof(scores), default);
        Guard.Finite(relevance, nameof(relevance));
        Guard.Finite(scores, nameof(scores));
        for (int i = 0; i < relevance.Length; i++)
        {
            if (relevance[i] < 0)
            {
                throw new ArgumentException($"relevance[{i}] is {relevance[i]}; a relevance is zero or more.", nameof(relevance));
            }
        }

        return Compute(relevance, scores);
    }

    /// <summary>The value of a query that was checked.</summary>
    protected abstract double Compute(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores);
}
