namespace AiInfra.Learning;

/// <summary>Trains a model from rows. Write one to bring a network of your own; <see cref="TabularRecipe"/> is the usual one.</summary>
public interface ITrainingRecipe
{
    /// <summary>Parameters, kept with every run.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Trains. The same request must give the same model.</summary>
    Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default);
}
