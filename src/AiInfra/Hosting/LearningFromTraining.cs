using AiInfra.Learning;
using AiInfra.Training.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.Hosting;

/// <summary>Gives a loop what the training of the same name says and the loop itself does not.</summary>
internal sealed class LearningFromTraining(IServiceProvider services) : IPostConfigureOptions<LearningOptions>
{
    public void PostConfigure(string? name, LearningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (name is null || services.GetKeyedService<DatasetTrainingOptions>(name) is not { } training)
        {
            return;
        }

        if (options.Dataset is null)
        {
            (options.Dataset, options.Branch) = (training.Dataset, training.Branch);
        }

        if (options.Target.Length == 0)
        {
            options.Target = training.Target;
        }

        options.Task ??= training.Task;
        options.Without.UnionWith(training.Without);
    }
}
