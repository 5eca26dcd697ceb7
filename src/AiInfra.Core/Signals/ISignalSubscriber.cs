namespace AiInfra.Core.Signals;

/// <summary>Hears of predictions and feedback. Called on the request's thread: take note and return, do long work elsewhere.</summary>
public interface ISignalSubscriber
{
    /// <summary>A model answered.</summary>
    void OnPrediction(Prediction prediction);

    /// <summary>Something became known about an earlier answer.</summary>
    void OnFeedback(Feedback feedback);
}
