namespace AiInfra.Training.Recipes;

/// <summary>Trains a model from rows: rows in, model files out. Write one to bring a network or a library of your own, and register it by <c>AddTraining("name", train => train.Recipe(…))</c>; <see cref="TabularRecipe"/> is the usual one.</summary>
public interface ITrainingRecipe
{
    /// <summary>Parameters, kept with every run: not null, and none of them "rows", "target", "task" or "window", which a run notes by itself.</summary>
    IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Trains. The same request must give the same model: of a regression one that answers "value" [N, 1], of a classification "label" [N, 1] and "probability" [N, classes].</summary>
    Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default);
}
