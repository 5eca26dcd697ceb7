using AiInfra.Training.Loop;

namespace TrainLanguageModel;

/// <summary>A line for each validation.</summary>
internal sealed class Progress : ITrainerCallback
{
    public ValueTask<bool> OnValidationAsync(ValidationPoint validation, CancellationToken cancellationToken)
    {
        Console.WriteLine($"step {validation.Step,6}: {validation.Metrics["validation/bits-per-character"]:0.000} bits a character on text held out");
        return ValueTask.FromResult(true);
    }
}
