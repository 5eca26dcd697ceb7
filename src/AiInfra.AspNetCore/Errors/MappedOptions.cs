using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Errors;

/// <summary>Options of endpoints, which a host configures without adding them: they are checked when the endpoints are mapped.</summary>
internal static class MappedOptions
{
    /// <exception cref="OptionsValidationException">Something is wrong; it has all faults.</exception>
    public static IOptions<T> Of<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider services)
        where T : class, ICheckedOptions
    {
        IOptions<T> options = services.GetRequiredService<IOptions<T>>();
        string[] faults = [.. options.Value.Faults().Select(fault => $"{typeof(T).Name}: {fault}")];
        return faults.Length == 0 ? options : throw new OptionsValidationException(Options.DefaultName, typeof(T), faults);
    }
}
