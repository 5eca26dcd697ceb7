using AiInfra.Evaluation.Comparisons;
using AiInfra.Metrics;
using AiInfra.Metrics.Ranking;
using AiInfra.Metrics.Statistics;
using AiInfra.Metrics.Text;

namespace AiInfra.Evaluation.Gates;

/// <summary>A score with what it was made of, as far as that is known: more of it gives intervals at any confidence and a paired test.</summary>
internal abstract record ScoreEvidence(string Name, Score Score)
{
    /// <summary>The score with an interval at this confidence or more; without one where none can be told.</summary>
    public abstract Score At(double confidence);

    /// <summary>A paired test against the champion's score of the same name.</summary>
    public abstract ModelComparison Compare(ScoreEvidence champion, ComparisonOptions options);

    protected ArgumentException Unlike(ScoreEvidence champion) =>
        new($"'{Name}' is compared part by part: the candidate's came as {this}, the champion's as {champion}; give both in the same way.", nameof(champion));

    /// <summary>A bare number: it can be held against a bound, not against a champion.</summary>
    internal sealed record Bare(string Name, Score Score) : ScoreEvidence(Name, Score)
    {
        public override Score At(double confidence) =>
            Score.Interval is { } interval && interval.Confidence < confidence - 1e-9 ? Score with { Interval = null } : Score;

        public override ModelComparison Compare(ScoreEvidence champion, ComparisonOptions options) => throw new MissingEvidenceException(
            $"'{Name}' came as a bare score, which no paired test can compare; add the metric itself (text), the RetrievalScore, or the value of every row to the ScoreSet");

        public override string ToString() => "a bare score";
    }

    /// <summary>A text metric that keeps its segments.</summary>
    internal sealed record Segments(string Name, TextMetric Metric) : ScoreEvidence(Name, Metric.Result() with { Name = Name })
    {
        public override Score At(double confidence) =>
            Metric.Count > 1 && Metric.KeepsSegments ? Metric.Result(new BootstrapOptions { Resamples = 1000, Confidence = confidence }) with { Name = Name } : Score;

        public override ModelComparison Compare(ScoreEvidence champion, ComparisonOptions options) =>
            champion is Segments other ? ModelComparer.Compare(other.Metric, Metric, options) with { Metric = Name } : throw Unlike(champion);

        public override string ToString() => "a text metric";
    }

    /// <summary>A run's score with the value of every query.</summary>
    internal sealed record Queries(string Name, RetrievalScore Run) : ScoreEvidence(Name, Run.Score with { Name = Name })
    {
        public override Score At(double confidence) => Rows.Interval(Score, [.. Run.Queries.Select(q => q.Value).Where(double.IsFinite)], confidence);

        public override ModelComparison Compare(ScoreEvidence champion, ComparisonOptions options) =>
            champion is Queries other ? ModelComparer.Compare(other.Run, Run, options) with { Metric = Name } : throw Unlike(champion);

        public override string ToString() => "a retrieval score";
    }

    /// <summary>A mean with the value of every row.</summary>
    internal sealed record Rows(string Name, Score Score, double[] Values) : ScoreEvidence(Name, Score)
    {
        public override Score At(double confidence) => Interval(Score, Values, confidence);

        public override ModelComparison Compare(ScoreEvidence champion, ComparisonOptions options) =>
            champion is Rows other ? ModelComparer.Compare(other.Score, other.Values, Score, Values, options) : throw Unlike(champion);

        public override string ToString() => "a mean of rows";

        /// <summary>Student's interval of a mean.</summary>
        internal static Score Interval(Score score, double[] values, double confidence)
        {
            if (values.Length < 2)
            {
                return score with { Interval = null };
            }

            double mean = values.Average(), error = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1.0) / values.Length);
            double half = StudentQuantile.Of((1 + confidence) / 2, values.Length - 1) * error;
            return score with { Interval = new(mean - half, mean + half, confidence) };
        }
    }
}
