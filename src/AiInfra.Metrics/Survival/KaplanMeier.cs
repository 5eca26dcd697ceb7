using AiInfra.Metrics.Statistics;
using MathNet.Numerics.Distributions;

namespace AiInfra.Metrics.Survival;

/// <summary>Kaplan and Meier's product-limit estimate (1958) of the share of subjects without the event, as a step function of time. Where an event and a censoring share a time, the event is taken to come first.</summary>
public sealed class KaplanMeier
{
    private readonly double[] _times;
    private readonly double[] _survival;
    private readonly double[] _greenwood;

    private KaplanMeier(double[] times, double[] survival, double[] greenwood) => (_times, _survival, _greenwood) = (times, survival, greenwood);

    /// <summary>The times at which the curve falls, ascending.</summary>
    public IReadOnlyList<double> Times => _times;

    /// <summary>The share without the event from each of these times on.</summary>
    public IReadOnlyList<double> Survival => _survival;

    /// <summary>The curve of times to the event.</summary>
    /// <param name="times">How long each subject was watched; finite, zero or more.</param>
    /// <param name="events">Whether the event came then; otherwise the subject was last seen without it (censored).</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no subject, or a time is not finite or negative; the message names the first index.</exception>
    public static KaplanMeier Of(ReadOnlySpan<double> times, ReadOnlySpan<bool> events) => Estimate(times, events, false);

    /// <summary>The curve of times to censoring: the share of subjects that would still be watched, were there no events. It weighs what is known of the others.</summary>
    /// <param name="times">How long each subject was watched; finite, zero or more.</param>
    /// <param name="events">Whether the event came then; otherwise the subject was censored.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no subject, or a time is not finite or negative; the message names the first index.</exception>
    public static KaplanMeier OfCensoring(ReadOnlySpan<double> times, ReadOnlySpan<bool> events) => Estimate(times, events, true);

    /// <summary>The share without the event at a time, steps at the time itself included.</summary>
    public double At(double time) => Value(Array.BinarySearch(_times, time), included: true);

    /// <summary>The share without the event just before a time.</summary>
    public double Before(double time) => Value(Array.BinarySearch(_times, time), included: false);

    /// <summary>Greenwood's interval (1926) of the share at a time, within 0 and 1; null before the first event, and where the curve is 0.</summary>
    /// <param name="time">The time.</param>
    /// <param name="confidence">Confidence of both sides together.</param>
    public ConfidenceInterval? IntervalAt(double time, double confidence = 0.95)
    {
        int at = Array.BinarySearch(_times, time);
        at = at >= 0 ? at : ~at - 1;
        if (at < 0 || _survival[at] == 0)
        {
            return null;
        }

        double half = Normal.InvCDF(0, 1, (1 + ConfidenceInterval.CheckConfidence(confidence)) / 2) * _survival[at] * Math.Sqrt(_greenwood[at]);
        return new(Math.Max(0, _survival[at] - half), Math.Min(1, _survival[at] + half), confidence);
    }

    private double Value(int found, bool included)
    {
        int last = found >= 0 ? (included ? found : found - 1) : ~found - 1;
        return last < 0 ? 1 : _survival[last];
    }

    private static KaplanMeier Estimate(ReadOnlySpan<double> times, ReadOnlySpan<bool> events, bool ofCensoring)
    {
        SubjectGuard.Check(times, events);
        double[] sorted = times.ToArray();
        bool[] happened = events.ToArray();
        Array.Sort(sorted, happened);
        List<double> steps = [], survival = [], greenwood = [];
        double share = 1, variance = 0;
        for (int i = 0; i < sorted.Length;)
        {
            int next = i, fell = 0, came = 0;
            for (; next < sorted.Length && sorted[next] == sorted[i]; next++)
            {
                came += happened[next] ? 1 : 0;
                fell += happened[next] != ofCensoring ? 1 : 0;
            }

            // Events come first: those who had one are no longer there to be censored.
            double atRisk = sorted.Length - i - (ofCensoring ? came : 0);
            if (fell > 0)
            {
                share *= 1 - (fell / atRisk);
                variance += fell == atRisk ? 0 : fell / (atRisk * (atRisk - fell));
                steps.Add(sorted[i]);
                survival.Add(share);
                greenwood.Add(variance);
            }

            i = next;
        }

        return new([.. steps], [.. survival], [.. greenwood]);
    }
}
