using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Core.Hosting;

/// <summary>What a host composes AiInfra on. Layers extend it with <c>AddX</c> methods in namespace Microsoft.Extensions.DependencyInjection.</summary>
public sealed class AiInfraBuilder(IServiceCollection services)
{
    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; } = services ?? throw new ArgumentNullException(nameof(services));
}
