using AiInfra.Core.Signals;
using AiInfra.Observability.Feedback;

namespace AiInfra.Observability.Predictions;

/// <summary>Finds the feedback that is a shadow's too: given for "id", it also belongs to the prediction "id/shadow", whichever came first.</summary>
internal sealed class ShadowFeedback(int capacity = 100_000)
{
    private readonly BoundedMap<bool> _shadowed = new(capacity);
    private readonly BoundedMap<Core.Signals.Feedback> _early = new(Math.Min(capacity, 4096));

    /// <summary>The batch's feedback and, beside it, that of the shadows.</summary>
    /// <param name="batch">Predictions and feedback in the order they came.</param>
    /// <param name="unknown">Takes the feedback on requests that are not remembered, for example from before a restart: only the log knows whether they had a shadow.</param>
    public List<Core.Signals.Feedback> WithShadows(IReadOnlyList<(Prediction? Prediction, Core.Signals.Feedback? Feedback)> batch, ICollection<Core.Signals.Feedback> unknown)
    {
        var all = new List<Core.Signals.Feedback>();
        foreach (var (prediction, feedback) in batch)
        {
            if (feedback is not null)
            {
                all.Add(feedback);
                _early.Set(feedback.PredictionId, feedback, out _);
                if (!_shadowed.TryGet(feedback.PredictionId, out bool shadowed))
                {
                    unknown.Add(feedback);
                }
                else if (shadowed)
                {
                    all.Add(OfShadow(feedback));
                }
            }
            else if (prediction is { Role: PredictionRole.Shadow })
            {
                string asked = LabelJoin.BaseId(prediction.Id);
                _shadowed.Set(asked, true, out _);
                if (_early.TryGet(asked, out Core.Signals.Feedback? early))
                {
                    all.Add(OfShadow(early));
                }
            }
            else if (prediction is not null && !_shadowed.TryGet(prediction.Id, out _))
            {
                _shadowed.Set(prediction.Id, false, out _);
            }
        }

        return all;
    }

    /// <summary>The same feedback, of the shadow's prediction.</summary>
    public static Core.Signals.Feedback OfShadow(Core.Signals.Feedback feedback) => feedback with { PredictionId = feedback.PredictionId + LabelJoin.ShadowSuffix };
}
