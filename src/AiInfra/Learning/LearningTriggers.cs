namespace AiInfra.Learning;

/// <summary>Decides when to retrain: alarms after a cool-down, otherwise volume, with longer waits after each refusal. Not thread-safe; the loop guards it.</summary>
internal sealed class LearningTriggers(LearningOptions options, LearningPlan plan, TimeProvider? time = null, DateTimeOffset since = default)
{
    private const int LongestWait = 8;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private DateTimeOffset _lastTime = since;
    private long _lastAttempt;
    private int _refusals;
    private int _failures;
    private (long LastAttempt, DateTimeOffset LastTime, bool Requested, long? Dropped, long? FirstDropped) _before;
    private long? _dropped;
    private long? _firstDropped;

    public bool Drift { get; set; }

    public bool Quality { get; set; }

    public bool Requested { get; set; }

    /// <summary>Why a retraining is due after so many labelled rows, or null.</summary>
    /// <param name="labelled">Labelled rows so far.</param>
    /// <param name="unseen">Those of them that the champion was not trained on.</param>
    public LearningReason? Due(long labelled, long unseen)
    {
        if (unseen < plan.Holdout)
        {
            return null;
        }

        if (Requested)
        {
            return LearningReason.Request;
        }

        long since = labelled - _lastAttempt;
        if (since < plan.CoolDown * (1L << Math.Min(_failures, 3)))
        {
            return null;
        }

        if (options.OnQualityDrop && Quality)
        {
            return LearningReason.QualityDrop;
        }

        if (options.OnDrift && Drift)
        {
            return LearningReason.Drift;
        }

        long waits = IsSettling(labelled) ? 1 : Math.Min(LongestWait, 1L << Math.Min(_refusals, 3));
        return plan.Every > 0 && since >= plan.Every * waits ? LearningReason.Volume
            : options.EveryTime is { } every && _time.GetUtcNow() - _lastTime >= every ? LearningReason.Schedule
            : null;
    }

    /// <summary>Whether quality dropped so lately that what was learned since knows little of the new world yet.</summary>
    public bool IsSettling(long labelled) => labelled - _dropped < plan.Settling;

    /// <summary>Whether quality dropped and a version is still sought that does as well as the one before. After twice the settling rows the world is taken to have become harder.</summary>
    public bool IsRecovering(long labelled) => IsSettling(labelled) && labelled - _firstDropped < 2 * plan.Settling;

    public void Attempted(LearningReason reason, long labelled)
    {
        _before = (_lastAttempt, _lastTime, Requested, _dropped, _firstDropped);
        if (reason == LearningReason.QualityDrop)
        {
            _firstDropped = IsSettling(labelled) ? _firstDropped : labelled;
            _dropped = labelled;
        }

        _lastAttempt = labelled;
        _lastTime = _time.GetUtcNow();
        Requested = false;
    }

    /// <summary>The attempt was cancelled: it is due as before.</summary>
    public void Cancelled() => (_lastAttempt, _lastTime, Requested, _dropped, _firstDropped) = _before;

    /// <summary>The attempt ended in an error: the cool-down doubles, up to eight times.</summary>
    public void Failed() => _failures++;

    /// <param name="proof">Whether the challenger was asked to prove that it is better; without an alarm nothing hurries.</param>
    public void Refused(bool proof)
    {
        _failures = 0;
        _refusals += proof ? 1 : 0;
    }

    /// <summary>Another version answers: alarms were about the one before.</summary>
    public void Switched(long labelled)
    {
        _lastAttempt = labelled;
        _refusals = 0;
        _failures = 0;
        Drift = false;
        Quality = false;
    }
}
