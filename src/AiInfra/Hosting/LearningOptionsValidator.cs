using AiInfra.Evaluation;
using AiInfra.Learning;
using AiInfra.Training.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.Hosting;

/// <summary>Finds a loop that says otherwise than the training or the evaluation of its name, when the host starts.</summary>
internal sealed class LearningOptionsValidator(IServiceProvider services) : IValidateOptions<LearningOptions>
{
    public ValidateOptionsResult Validate(string? name, LearningOptions options)
    {
        string[] found = [.. Contradictions(name, options).Select(f => $"{nameof(LearningOptions)} of '{name}': {f}")];
        return found.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(found);
    }

    private IEnumerable<string> Contradictions(string? name, LearningOptions options)
    {
        if (name is not null && services.GetKeyedService<Evaluator>(name)?.Plan.Target is { } truth && options.Target != truth)
        {
            yield return $"it learns '{options.Target}', and AddEvaluation(\"{name}\") judges '{truth}'. Say one target in both.";
        }

        if (name is null || services.GetKeyedService<DatasetTrainingOptions>(name) is not { } training)
        {
            yield break;
        }

        if (options.Target != training.Target)
        {
            yield return $"it learns '{options.Target}', and AddTraining(\"{name}\") learns '{training.Target}'. Say the target once, there.";
        }

        if ((options.Dataset, options.Branch) != (training.Dataset, training.Branch))
        {
            yield return $"its first model learns from dataset '{options.Dataset}' ({options.Branch}), and AddTraining(\"{name}\") from '{training.Dataset}' ({training.Branch}). Say the dataset once, there.";
        }

        if (training.Task is { } task && options.Task != task)
        {
            yield return $"it learns by {options.Task}, and AddTraining(\"{name}\") by {task}. Say it once, there.";
        }
    }
}
