namespace AiInfra.Learning;

/// <summary>Follows the leader among training windows: the one whose models did best on rows they had not seen, recent findings counting more.</summary>
internal sealed class WindowChoice(IReadOnlyList<TrainingWindow> windows)
{
    private const double Memory = 0.7;
    private readonly double[] _loss = new double[windows.Count];

    public IReadOnlyList<TrainingWindow> Windows => windows;

    /// <summary>Index of the window to use now; of equals the first.</summary>
    public int Leader => Array.IndexOf(_loss, _loss.Min());

    /// <summary>Adds what each window's model lost on rows unseen by all of them. Losses are taken relative to their mean, so that an easy stretch counts like a hard one.</summary>
    public void Learn(IReadOnlyList<double> losses)
    {
        double mean = losses.Average();
        if (!(mean > 0) || !double.IsFinite(mean))
        {
            return;
        }

        for (int i = 0; i < _loss.Length; i++)
        {
            _loss[i] = (Memory * _loss[i]) + (losses[i] / mean);
        }
    }
}
