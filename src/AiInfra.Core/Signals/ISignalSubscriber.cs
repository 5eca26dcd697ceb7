namespace AiInfra.Core.Signals;

/// <summary>Hears of answers, failures and feedback. Called on the request's thread: take note and return, do long work elsewhere.</summary>
public interface ISignalSubscriber
{
    /// <summary>A deployment answered a request, or failed to.</summary>
    void OnSignal(Signal signal);

    /// <summary>Something became known about an earlier answer.</summary>
    void OnFeedback(Feedback feedback);
}
