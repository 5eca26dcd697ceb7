namespace AiInfra.Readmes;

/// <summary>
/// An empty working directory for the code of a README, whose paths are relative.
/// The working directory belongs to the process, so tests that use this stand in <see cref="Alone"/>.
/// </summary>
internal sealed class ReadmeFolder : IDisposable
{
    public const string Alone = "readme";

    private readonly string _before = Environment.CurrentDirectory;
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-readme-").FullName;

    public ReadmeFolder() => Environment.CurrentDirectory = _folder;

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(_folder, recursive: true);
    }
}
