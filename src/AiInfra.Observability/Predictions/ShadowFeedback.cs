using AiInfra.Core.Signals;
using AiInfra.Observability.Feedback;

namespace AiInfra.Observability.Predictions;

/// <summary>Finds the feedback that is a shadow's too: given for "id", it also belongs to the prediction "id/shadow", whichever came first.</summary>
internal sealed class ShadowFeedback(int capacity = 100_000)
{
    private readonly BoundedMap<bool> _shadows = new(capacity);
    private readonly BoundedMap<Core.Signals.Feedback> _early = new(Math.Min(capacity, 4096));

    /// <summary>The batch's feedback and, beside it, that of the shadows.</summary>
    public List<Core.Signals.Feedback> WithShadows(IReadOnlyList<(Prediction? Prediction, Core.Signals.Feedback? Feedback)> batch)
    {
        var all = new List<Core.Signals.Feedback>();
        foreach (var (prediction, feedback) in batch)
        {
            if (feedback is not null)
            {
                all.Add(feedback);
                _early.Set(feedback.PredictionId, feedback, out _);
                if (_shadows.TryGet(feedback.PredictionId, out _))
                {
                    all.Add(OfShadow(feedback));
                }
            }
            else if (prediction is { Role: PredictionRole.Shadow })
            {
                string asked = LabelJoin.BaseId(prediction.Id);
                _shadows.Set(asked, true, out _);
                if (_early.TryGet(asked, out Core.Signals.Feedback? early))
                {
                    all.Add(OfShadow(early));
                }
            }
        }

        return all;
    }

    private static Core.Signals.Feedback OfShadow(Core.Signals.Feedback feedback) => feedback with { PredictionId = feedback.PredictionId + LabelJoin.ShadowSuffix };
}
