using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;
using AiInfra.Onnx;

namespace AiInfra.Training.Recipes;

/// <summary>Recipes at work: whoever trains by one asks it here, so that what it gave is looked at before its run counts as finished.</summary>
public static class TrainingRecipeExtensions
{
    private static readonly string[] s_own = ["rows", "target", "task", "window"];

    /// <summary>Trains as a run of the catalog. It is finished where there is a model; where the recipe failed, or gave none that could be opened, the run has failed and says why.</summary>
    /// <param name="recipe">Who trains.</param>
    /// <param name="request">What; its <see cref="TrainingRequest.RunId"/> is set to the run's.</param>
    /// <param name="runs">Where the run is kept.</param>
    /// <param name="start">The run; its experiment is the training's name, and the recipe's parameters are noted with its own.</param>
    /// <param name="complete">What is done with the model before the run is finished; null for nothing.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The model, and the run's id.</returns>
    /// <exception cref="TrainingException">The recipe gave no model, one without files, or an ONNX model that is none; or its parameters are null or named as those of every run.</exception>
    public static async Task<(TrainedModel Model, string RunId)> TrainAsync(
        this ITrainingRecipe recipe,
        TrainingRequest request,
        IRunStore runs,
        RunStart start,
        Func<TrainedModel, string, Task<TrainedModel>>? complete = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(start);
        string training = start.Experiment;
        var parameters = new Dictionary<string, string>(recipe.ParametersOf(training));
        foreach ((string name, string value) in start.Parameters)
        {
            parameters[name] = value;
        }

        RunLogger log = await RunLogger.StartAsync(runs, start with { Parameters = parameters }, cancellationToken: cancellationToken).ConfigureAwait(false);
        Run run = log.Run;
        TrainedModel model;
        try
        {
            Task<TrainedModel> trains = recipe.TrainAsync(request with { RunId = run.Id }, cancellationToken) ?? throw Wrong(recipe, training, "gave no task to wait for (null). Give back Task.FromResult(model) where nothing is waited for");
            model = Checked(recipe, training, await trains.ConfigureAwait(false));
            model = complete is null ? model : await complete(model, run.Id).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await log.FinishAsync(e is OperationCanceledException ? RunStatus.Cancelled : RunStatus.Failed, e.Message).ConfigureAwait(false);
            throw;
        }

        await log.FinishAsync().ConfigureAwait(false);
        return (model, run.Id);
    }

    /// <summary>The recipe's parameters, as a run can keep them.</summary>
    /// <exception cref="TrainingException">They are null, one has no value, or one is named as what every run notes by itself.</exception>
    internal static IReadOnlyDictionary<string, string> ParametersOf(this ITrainingRecipe recipe, string training)
    {
        IReadOnlyDictionary<string, string> parameters = recipe.Parameters ?? throw Wrong(recipe, training, $"has no {nameof(ITrainingRecipe.Parameters)} (null). Give an empty dictionary where there are none");
        foreach ((string name, string value) in parameters)
        {
            if (value is null)
            {
                throw Wrong(recipe, training, $"has a parameter '{name}' without a value (null). Leave it out, or give a text");
            }

            if (s_own.Contains(name))
            {
                throw Wrong(recipe, training, $"has a parameter '{name}', which every run notes by itself. Call it otherwise; taken are {string.Join(", ", s_own)}");
            }
        }

        return parameters;
    }

    private static TrainedModel Checked(ITrainingRecipe recipe, string training, TrainedModel? model)
    {
        if (model is null)
        {
            throw Wrong(recipe, training, "gave no model (null). Give back the trained model's files, or throw where there is none");
        }

        if (model.Files.Count == 0)
        {
            throw Wrong(recipe, training, $"gave a model without files. Give the files that the runtime '{model.Runtime}' opens");
        }

        foreach ((string name, byte[] bytes) in model.Files)
        {
            if (bytes is null)
            {
                throw Wrong(recipe, training, $"gave null for its file '{name}'. Give the file's bytes");
            }
        }

        if (model.Files.Values.All(b => b.Length == 0))
        {
            throw Wrong(recipe, training, $"gave no bytes: its files {string.Join(", ", model.Files.Keys)} are empty. Was the stream read, or flushed, to its end?");
        }

        if (model.Runtime is null)
        {
            try
            {
                OnnxModel.Read(model.Onnx);
            }
            catch (OnnxFormatException e)
            {
                throw Wrong(recipe, training, $"gave a '{ModelFiles.Onnx}' of {model.Onnx.Length} bytes that is no usable ONNX model: {e.Message} Where another runtime opens the file, name it: new TrainedModel(\"runtime\", files)", e);
            }
        }

        return model;
    }

    private static TrainingException Wrong(ITrainingRecipe recipe, string training, string what, Exception? inner = null) =>
        new($"Recipe {recipe.GetType().Name} of '{training}' {what}{(what.EndsWith('?') ? "" : ".")}", inner);
}
