namespace AiInfra.Metrics;

/// <summary>What a metric of any family gives, whatever it reads: a name, a signature, a score and, where it is known, what the score was made of. Gates, comparisons and reports need no more.</summary>
/// <remarks>To write one, derive from a family's base class, from <see cref="UnitMeanMetric"/> where the score is the mean of one value a unit, or from <see cref="ScoredMetric"/>; to hand over a finished number, give the <see cref="Score"/> itself or an <see cref="EvidencedScore"/>.</remarks>
public interface IScored
{
    /// <summary>Name in camel case, the key of the score: "rocAuc".</summary>
    string Name { get; }

    /// <summary>Metric, options that change the value, and version of the definition: "f1|average:macro|zeroDivision:zero|version:1". Compare only scores with one signature.</summary>
    string Signature { get; }

    /// <summary>Whether more is better; when not, less is.</summary>
    bool HigherIsBetter { get; }

    /// <summary>Units added: rows, segments, queries, series, users.</summary>
    long Count { get; }

    /// <summary>The heading of a report under which it stands.</summary>
    /// <value>Default "Scores".</value>
    string Family => "Scores";

    /// <summary>What the score was made of, unit by unit; null where that is not known or not kept.</summary>
    Evidence? Evidence => null;

    /// <summary>The score of what was added. Of nothing at all it is NaN with a count of 0.</summary>
    /// <param name="confidence">Confidence of the interval, where one is known in closed form; <see cref="ScoredExtensions.WithInterval"/> takes the evidence for the others.</param>
    Score Result(double confidence = 0.95);

    /// <summary>Tables for a report, beside the score.</summary>
    IReadOnlyList<ScoreTable> Tables() => [];

    /// <summary>Charts for a report, beside the score.</summary>
    IReadOnlyList<ScoreChart> Charts() => [];
}
