using AiInfra.Core.Rows;
using AiInfra.Evaluation.Comparisons;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics;
using AiInfra.Metrics.Numerics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Slices;

/// <summary>Finds by itself the parts of the rows on which a model does worse than elsewhere: all conditions on single columns (parts between quantiles, categories, missing) and all pairs of them, each tested, all tests corrected together. Deterministic. Stateless and thread-safe.</summary>
/// <remarks>The idea of Slice Finder (Chung et al. 2019) and SliceLine (Sagadeeva and Boehm 2021), bounded to two conditions. A pair is significant only when it is worse than the rest and than what either of its conditions holds without the other.</remarks>
public sealed class SliceFinder
{
    private readonly SliceFinderOptions _options;

    /// <summary>Creates a finder.</summary>
    /// <param name="options">How to look.</param>
    public SliceFinder(SliceFinderOptions? options = null)
    {
        _options = options ?? new();
        _options.Check();
    }

    /// <summary>Looks for parts with a larger mean loss than the rest.</summary>
    /// <param name="predictions">The predictions, with their raw inputs.</param>
    /// <param name="loss">A metric with a row loss; null: log loss of probabilities, 0 or 1 of labels, squared error of numbers.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">The metric has no row loss or does not fit, or a column is not there.</exception>
    /// <exception cref="InvalidOperationException">The predictions came without their inputs.</exception>
    public SliceReport Find(PredictionSet predictions, IMetric? loss = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        IMetric metric = loss ?? WorstRows.UsualLoss(predictions);
        return Search(predictions, predictions.Losses(metric), metric.Signature, false, cancellationToken);
    }

    /// <summary>Looks for parts with a larger mean of any number a row: a loss of the host's own, a duration, a price.</summary>
    /// <param name="predictions">The predictions, with their raw inputs.</param>
    /// <param name="losses">One finite number a row; more is worse.</param>
    /// <param name="name">What they are, for the report.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">There are not as many losses as rows, or one is not finite; the message names the index.</exception>
    public SliceReport Find(PredictionSet predictions, ReadOnlySpan<double> losses, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentException.ThrowIfNullOrEmpty(name);
        Guard.Columns(predictions.Count, losses.Length, nameof(losses), default);
        Guard.Finite(losses, nameof(losses));
        return Search(predictions, losses.ToArray(), name, false, cancellationToken);
    }

    /// <summary>Looks for parts where a candidate is worse than the champion, even if it is better overall: the loss of a row is the candidate's less the champion's, and a part is found when its mean is above both the rest's and 0.</summary>
    /// <param name="candidate">The candidate's on the same rows.</param>
    /// <param name="champion">The champion's predictions, with their raw inputs.</param>
    /// <param name="loss">A metric with a row loss; null: the usual one.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">The sets are not of the same rows, or the metric does not fit.</exception>
    public SliceReport FindRegressions(PredictionSet candidate, PredictionSet champion, IMetric? loss = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(champion);
        ArgumentNullException.ThrowIfNull(candidate);
        SameRows.Check(candidate, champion);
        IMetric metric = loss ?? WorstRows.UsualLoss(champion.HasProbabilities ? candidate : champion);
        double[] before = champion.Losses(metric), losses = candidate.Losses(metric);
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] -= before[i];
        }

        PredictionSet rows = champion.HasInputs ? champion : candidate;
        return Search(rows, losses, $"{metric.Signature}, candidate - champion", true, cancellationToken);
    }

    private SliceReport Search(PredictionSet predictions, double[] losses, string signature, bool againstZero, CancellationToken cancellationToken)
    {
        double[] weights = new double[losses.Length];
        var mean = default(RunningMean);
        for (int i = 0; i < losses.Length; i++)
        {
            weights[i] = predictions[i].Weight;
            if (weights[i] > 0)
            {
                mean.Add(losses[i], weights[i]);
            }
        }

        double centre = mean.Mean;
        double[] deviations = Array.ConvertAll(losses, l => l - centre);
        int floor = Math.Max(_options.MinimumRows, (int)Math.Ceiling(_options.MinimumShare * losses.Length));
        CodedColumn[] columns = [.. Names(predictions).Select(name => CodedColumn.Of(name, predictions.Column(name), _options, floor))];
        var search = new SliceSearch(columns, deviations, weights, floor, _options.Level, againstZero ? -centre : null);
        IReadOnlyList<SliceCandidate> tested = search.Run(_options.Pairs, cancellationToken);
        double[] p = [.. tested.Select(t => t.PValue)];
        double[] adjusted = _options.Correction == SliceCorrection.Holm ? PValueCorrection.Holm(p) : PValueCorrection.BenjaminiHochberg(p);
        double deviation = Math.Sqrt(search.Total.Variance);
        var worse = tested.Select((t, i) => (Candidate: t, Adjusted: adjusted[i], Effect: (t.Sums.Mean - (search.Total - t.Sums).Mean) / deviation))
            .Where(t => t.Adjusted <= _options.Level && t.Effect >= _options.MinimumEffect)
            .OrderByDescending(t => _options.Order == SliceOrder.Effect ? t.Effect : t.Candidate.Sums.Sum)
            .ThenBy(t => t.Candidate.Text, StringComparer.Ordinal)
            .ToList();

        // Looking at a slice costs a pass over the rows.
        int looks = Math.Clamp(300_000_000 / losses.Length, 200, 2000);
        var review = new SliceReview(search.Total, deviations, weights, Math.Max(1, tested.Count), _options);
        int looked = 0;
        for (; looked < worse.Count && looked < looks && review.Slices.Count < _options.MaximumSlices; looked++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            review.Look(worse[looked].Candidate, worse[looked].Adjusted);
        }

        return new()
        {
            Loss = signature,
            Rows = losses.Length,
            MeanLoss = centre,
            Columns = [.. columns.Where(c => c.Conditions.Length > 0).Select(c => c.Name)],
            Skipped = [.. columns.Where(c => c.Conditions.Length == 0).Select(c => $"{c.Name}: no condition holds for {floor} rows or more and not for all")],
            Floor = floor,
            Conditions = columns.Sum(c => c.Conditions.Length),
            Tested = tested.Count,
            BelowFloor = search.BelowFloor,
            Correction = _options.Correction,
            Level = _options.Level,
            Order = _options.Order,
            Worse = worse.Count,
            Redundant = review.Redundant,
            LeftOut = worse.Count - looked,
            Slices = [.. review.Slices.Select(s => Describe(predictions, losses, s, search.Total, centre))],
        };
    }

    private IEnumerable<string> Names(PredictionSet predictions)
    {
        RowSchema schema = predictions.Input(0).Schema;
        foreach (string name in _options.Columns.Concat(_options.Except))
        {
            schema.Require(name);
        }

        IEnumerable<string> names = _options.Columns.Count > 0 ? _options.Columns : schema.Columns.Select(c => c.Name);
        return names.Except(_options.Except, StringComparer.Ordinal);
    }

    private FoundSlice Describe(PredictionSet predictions, double[] losses, SliceReview.Kept kept, LossSums total, double centre)
    {
        LossSums part = kept.Candidate.Sums, rest = total - part;
        double a = part.Variance / part.EffectiveCount, b = rest.Variance / rest.EffectiveCount;
        double quantile = 1 - ((1 - _options.Confidence) / 2);
        double half = Math.Sqrt(a) * StudentQuantile.Of(quantile, part.EffectiveCount - 1);
        double halfOfDifference = Math.Sqrt(a + b) * StudentQuantile.Of(quantile, LossSums.Freedom(a, part.EffectiveCount, b, rest.EffectiveCount));
        double difference = part.Mean - rest.Mean, loss = centre + part.Mean;
        int[] rows = SliceReview.Rows(kept.Bits);
        return new()
        {
            Condition = kept.Candidate.Text,
            Columns = kept.Candidate.Columns,
            Count = rows.Length,
            Share = part.Weight / total.Weight,
            Loss = loss,
            Interval = new(loss - half, loss + half, _options.Confidence),
            RestLoss = centre + rest.Mean,
            DifferenceInterval = new(difference - halfOfDifference, difference + halfOfDifference, _options.Confidence),
            Effect = difference / Math.Sqrt(total.Variance),
            Impact = part.Sum / total.Weight,
            PValue = kept.Candidate.PValue,
            AdjustedPValue = kept.Adjusted,
            Worst = WorstRows.Of(predictions, losses, _options.WorstRows, rows),
            Redundant = kept.Redundant,
            Rows = rows,
            Ids = RowIds.Of(predictions, rows),
        };
    }
}
