using System.Globalization;
using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Evaluation.Gates;

/// <summary>A quantile of the latency is at most a limit. It holds no assumption on the shape of latencies: calls over the limit are counted, and the exact interval of Clopper and Pearson says whether their share is small enough.</summary>
public sealed class LatencyCondition : IGateCondition
{
    private const string Call = "call";
    private readonly TimeSpan _limit;
    private readonly double _quantile;
    private readonly double _confidence;

    /// <summary>Creates the condition.</summary>
    /// <param name="limit">The limit.</param>
    /// <param name="quantile">The quantile, for example 0.99.</param>
    /// <param name="confidence">One-sided confidence asked for.</param>
    public LatencyCondition(TimeSpan limit, double quantile = 0.99, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        if (!(quantile > 0 && quantile < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "A quantile is between 0 and 1, both excluded.");
        }

        if (!(confidence > 0.5 && confidence < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A one-sided confidence is between 0.5 and 1, both excluded.");
        }

        (_limit, _quantile, _confidence) = (limit, quantile, confidence);
        Description = string.Create(CultureInfo.InvariantCulture, $"latency p{quantile * 100:0.###} at most {limit.TotalMilliseconds:0.###} ms with {Words.Percent(confidence)} confidence");
    }

    /// <inheritdoc />
    public string Description { get; }

    /// <inheritdoc />
    public ConditionResult Check(GateContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        double limit = _limit.TotalMilliseconds;
        if (context.Facts?.Latencies is not { Count: > 0 } latencies)
        {
            return new(Description, Verdict.NotEnoughEvidence, "no latency was given; pass measured calls as ModelFacts.Latencies") { Required = limit, RowsNeeded = CallsWithoutSlow(), Unit = Call };
        }

        TimeSpan[] sorted = [.. latencies.Order()];
        long slow = sorted.LongCount(l => l > _limit);
        double observed = sorted[(int)Math.Ceiling(_quantile * sorted.Length) - 1].TotalMilliseconds;
        ConfidenceInterval share = ProportionInterval.ClopperPearson(slow, sorted.Length, (2 * _confidence) - 1);
        double allowed = 1 - _quantile;
        Verdict verdict = share.High <= allowed ? Verdict.Pass : share.Low > allowed ? Verdict.Fail : Verdict.NotEnoughEvidence;
        string why = string.Create(CultureInfo.InvariantCulture, $"p{_quantile * 100:0.###} is {observed:0.###} ms; {slow} of {sorted.Length} call{(sorted.Length == 1 ? "" : "s")} took longer than the limit");
        return new(Description, verdict, why)
        {
            Observed = observed,
            Required = limit,
            Rows = sorted.Length,
            Unit = Call,
            RowsNeeded = verdict == Verdict.NotEnoughEvidence ? MoreCalls(slow, sorted.Length) : null,
        };
    }

    // So many calls without a slow one show it: quantile^n <= 1 - confidence.
    private long CallsWithoutSlow() => (long)Math.Ceiling(Math.Log(1 - _confidence) / Math.Log(_quantile));

    private long? MoreCalls(long slow, int calls)
    {
        double share = (double)slow / calls, allowed = 1 - _quantile;
        if (slow == 0)
        {
            return Math.Max(1, CallsWithoutSlow() - calls);
        }

        double z = (Normal.InvCDF(0, 1, _confidence) * Math.Sqrt(allowed * _quantile)) + (Normal.InvCDF(0, 1, 0.8) * Math.Sqrt(share * (1 - share)));
        double needed = Math.Pow(z / (allowed - share), 2);
        return double.IsFinite(needed) && needed < 1e12 ? Math.Max(1, (long)Math.Ceiling(needed) - calls) : null;
    }
}
