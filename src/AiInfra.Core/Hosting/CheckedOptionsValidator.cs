using Microsoft.Extensions.Options;

namespace AiInfra.Core.Hosting;

/// <summary>Finds what is wrong with options when the host starts.</summary>
internal sealed class CheckedOptionsValidator<T> : IValidateOptions<T>
    where T : class, ICheckedOptions
{
    public ValidateOptionsResult Validate(string? name, T options)
    {
        string whose = string.IsNullOrEmpty(name) ? typeof(T).Name : $"{typeof(T).Name} of '{name}'";
        string[] faults = [.. options.Faults().Select(fault => $"{whose}: {fault}")];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
