using AiInfra.Core.Signals;

namespace AiInfra.Observability.Detectors;

/// <summary>Looks for something of its own in a deployment's signals: latency, a rate of failures, the share of one answer, errors of one site.</summary>
/// <remarks>
/// One detector watches one deployment and hears its signals one after the other, in the order of publication; it needs no lock. Count signals and use their own times,
/// never the clock: then the same stream gives the same findings. One that throws is logged and counted, and the others go on.
/// </remarks>
public interface IDetector
{
    /// <summary>What its findings and its alarm are called, for example "latency": few letters. Asked once. "drift", "quality" and "log" are taken.</summary>
    string Name { get; }

    /// <summary>Takes a signal, in whichever role and also of a request that failed.</summary>
    /// <returns>A judgement, or null where there is none now.</returns>
    DetectorFinding? OnSignal(Signal signal) => null;

    /// <summary>Takes an answer whose label became known.</summary>
    /// <returns>A judgement, or null where there is none now.</returns>
    DetectorFinding? OnLabelled(LabelledAnswer<MonitoredAnswer> answer) => null;

    /// <summary>Another version answers from now: what was learned of the one before is of no use.</summary>
    void OnVersionChanged(int version)
    {
    }
}
