using AiInfra.Core.Catalog;
using AiInfra.Training.Models;
using AiInfra.Training.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>The network as every host knows it, with what the host said of it under the training's name.</summary>
internal sealed class NetworkCandidate : IRecipeCandidate
{
    public string Name => "network";

    public int Rank => 200;

    public ITrainingRecipe Create(IServiceProvider services, string training, IRunStore? runs)
    {
        Libtorch.Load(services.GetService<IOptions<LibtorchOptions>>()?.Value, services.GetService<ILoggerFactory>()?.CreateLogger(typeof(Libtorch).FullName!));
        return new TabularRecipe(runs, logger: services.GetService<ILogger<TabularTrainer>>()) { Configure = NetworkOptions.Of(services, training) };
    }
}
