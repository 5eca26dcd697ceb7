using AiInfra.Training.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.Training.Recipes.Selection;

/// <summary>What a host said about the options of one training, to be laid over those that a recipe chose for its rows.</summary>
internal static class NetworkOptions
{
    public static Action<TabularOptions> Of(IServiceProvider services, string name)
    {
        IConfigureOptions<TabularOptions>[] configure = [.. services.GetServices<IConfigureOptions<TabularOptions>>()];
        IPostConfigureOptions<TabularOptions>[] after = [.. services.GetServices<IPostConfigureOptions<TabularOptions>>()];
        return options =>
        {
            foreach (IConfigureOptions<TabularOptions> one in configure)
            {
                if (one is IConfigureNamedOptions<TabularOptions> named)
                {
                    named.Configure(name, options);
                }
            }

            foreach (IPostConfigureOptions<TabularOptions> one in after)
            {
                one.PostConfigure(name, options);
            }
        };
    }
}
