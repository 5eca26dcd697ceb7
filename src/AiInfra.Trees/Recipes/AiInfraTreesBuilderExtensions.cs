using AiInfra.Core.Hosting;
using AiInfra.Training.Recipes;
using AiInfra.Trees.Recipes;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds trees to a host.</summary>
public static class AiInfraTreesBuilderExtensions
{
    /// <summary>Makes trees a candidate of every training that takes the best of several recipes. Calling it again changes nothing.</summary>
    /// <param name="builder">The host's AiInfra.</param>
    public static AiInfraBuilder AddTrees(this AiInfraBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IRecipeCandidate, TreesCandidate>());
        return builder;
    }
}
