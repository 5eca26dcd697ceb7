using AiInfra.Core.Hosting;
using AiInfra.Core.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tables of one's own to the host's store.</summary>
public static class AiInfraStoreModuleBuilderExtensions
{
    /// <summary>Adds a module: whichever store the host chooses, before or after, makes its tables when it opens, and its stores are found by <c>ICatalog.GetStore</c>. The same kind of module again changes nothing.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="module">The module.</param>
    /// <exception cref="ArgumentException">Another kind of module has its name.</exception>
    public static AiInfraBuilder AddStoreModule(this AiInfraBuilder builder, IStoreModule module)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(module);
        foreach (IStoreModule there in builder.Services.Where(s => s.ServiceType == typeof(IStoreModule) && !s.IsKeyedService).Select(s => s.ImplementationInstance).OfType<IStoreModule>())
        {
            if (there.Name == module.Name)
            {
                return there.GetType() == module.GetType()
                    ? builder
                    : throw new ArgumentException($"The store module '{module.Name}' is {there.GetType().FullName} already; {module.GetType().FullName} needs another name.", nameof(module));
            }
        }

        builder.Services.AddSingleton(module);
        return builder;
    }
}
