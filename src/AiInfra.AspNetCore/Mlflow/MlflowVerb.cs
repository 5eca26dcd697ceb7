namespace AiInfra.AspNetCore.Mlflow;

/// <summary>One call of the API.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below the root.</param>
/// <param name="Changes">Whether it changes something.</param>
/// <param name="HandleAsync">What it does.</param>
/// <param name="HasFile">Whether its body is a file.</param>
internal sealed record MlflowVerb(string Method, string Path, bool Changes, Func<MlflowCall, Task> HandleAsync, bool HasFile = false)
{
    public static MlflowVerb Read(string method, string path, Func<MlflowCall, Task> handle) => new(method, "/mlflow" + path, false, handle);

    public static MlflowVerb Change(string method, string path, Func<MlflowCall, Task> handle) => new(method, "/mlflow" + path, true, handle);
}
