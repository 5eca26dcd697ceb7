namespace AiInfra.Training.Loop;

/// <summary>Mean losses of passes over the same batches.</summary>
internal sealed class PassLosses(int batches) : ITrainerCallback
{
    private readonly List<double> _means = [];
    private double _sum;
    private int _count;

    public IReadOnlyList<double> Means => _means;

    public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
    {
        _sum += step.Loss;
        if (++_count == batches)
        {
            _means.Add(_sum / _count);
            (_sum, _count) = (0, 0);
        }

        return ValueTask.FromResult(true);
    }
}
