using AiInfra.Training.Loop;

namespace AiInfra.Training.Tests.Loop;

/// <summary>Remembers losses by step and may interrupt after one.</summary>
internal sealed class Recorder(CancellationTokenSource? cancel = null, long cancelAfter = long.MaxValue) : ITrainerCallback
{
    public SortedDictionary<long, double> Losses { get; } = [];

    public List<ValidationPoint> Validations { get; } = [];

    public List<string> Checkpoints { get; } = [];

    public List<StepInfo> Steps { get; } = [];

    public Action<long>? OnStep { get; set; }

    public ValueTask<bool> OnStepAsync(StepInfo step, CancellationToken cancellationToken)
    {
        Losses[step.Step] = step.Loss;
        Steps.Add(step);
        OnStep?.Invoke(step.Step);
        if (step.Step == cancelAfter)
        {
            cancel!.Cancel();
        }

        return ValueTask.FromResult(true);
    }

    public ValueTask<bool> OnValidationAsync(ValidationPoint validation, CancellationToken cancellationToken)
    {
        Validations.Add(validation);
        return ValueTask.FromResult(true);
    }

    public ValueTask OnCheckpointAsync(string path, CancellationToken cancellationToken)
    {
        Checkpoints.Add(path);
        return ValueTask.CompletedTask;
    }
}
