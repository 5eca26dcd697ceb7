using System.Text.Json;
using System.Xml.Linq;
using AiInfra.Packages.Tests.Docs;
using AiInfra.Support;

namespace AiInfra.Packages.Tests;

/// <summary>All packages of src, packed once into a folder, under a version that no cache can know; and three projects outside the repository that restored them from there.</summary>
public sealed class PackedFeed : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("aiinfra-packages-");
    private string _repository = "";
    private DocFolder? _docs;
    private Lazy<Task<string[]>>? _compiled;

    public string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmssfff}";

    /// <summary>Why the packages could not be made here; null when they were.</summary>
    public string? Absent { get; private set; }

    public string Feed => Path.Combine(_root.FullName, "feed");

    public string Folder(string consumer) => Path.Combine(_root.FullName, consumer);

    public async ValueTask InitializeAsync()
    {
        if (Checkout.Find() is not { } repository)
        {
            Absent = "The tests do not run inside the repository: there is nothing to pack.";
            return;
        }

        _repository = repository;
        await PackAsync();
        WriteConsumers();
        await RestoreAsync();
    }

    public ValueTask DisposeAsync()
    {
        // The packages of this version went into the machine's cache; nobody will ask for them again.
        foreach (string cache in Absent is null && File.Exists(AssetsFile("Train")) ? Caches() : [])
        {
            foreach (string package in Directory.Exists(cache) ? Directory.GetDirectories(cache, "aiinfra*") : [])
            {
                string folder = Path.Combine(package, Version);
                if (Directory.Exists(folder))
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }

        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>What a consumer's restore brought.</summary>
    public JsonElement Assets(string consumer)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(AssetsFile(consumer)));
        return document.RootElement.Clone();
    }

    /// <summary>Names of the packages in a consumer's restore graph, lower case.</summary>
    public string[] Libraries(string consumer) =>
        [.. Assets(consumer).GetProperty("libraries").EnumerateObject().Select(l => l.Name.Split('/')[0].ToLowerInvariant())];

    /// <summary>What the compiler said of the documents' code; compiled once, when it is first asked for.</summary>
    internal Task<string[]> CompiledDocs => _compiled!.Value;

    /// <summary>Whether a document's block became an assembly.</summary>
    internal bool IsCompiled(DocBlock block) => Directory.EnumerateFiles(_root.FullName, Path.ChangeExtension(block.File, ".dll"), SearchOption.AllDirectories).Any();

    /// <summary>Whether the sources are a checkout, which has a commit to name.</summary>
    public bool IsCheckout => Path.Exists(Path.Combine(_repository, ".git"));

    /// <summary>Names of the projects of src.</summary>
    public IReadOnlyList<string> Projects => [.. Directory.GetFiles(Path.Combine(_repository, "src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)!)];

    private async Task PackAsync()
    {
        // Only the package's version is given, not the assembly's: a Release build that is there already serves.
        await Tool.DotnetAsync(_repository, "pack", Path.Combine("src", "Packages.slnf"), "-c", "Release", "-o", Feed, $"-p:PackageVersion={Version}", "--nologo", "-v", "q");
    }

    /// <summary>The build of this repository has brought all other packages: only where it has not, their source is asked, which needs a network that works.</summary>
    private async Task RestoreAsync()
    {
        string[] restore = ["restore", "consumers.slnx", "--nologo", "-v", "q"];
        try
        {
            await Tool.DotnetAsync(_root.FullName, [.. restore, "--source", Feed]);
        }
        catch (InvalidOperationException)
        {
            await Tool.DotnetAsync(_root.FullName, restore);
        }
    }

    private void WriteConsumers()
    {
        File.WriteAllText(Path.Combine(_root.FullName, "NuGet.config"), $"""
            <configuration>
              <packageSources>
                <add key="packed" value="{Feed}" />
              </packageSources>
            </configuration>
            """);
        Consumer("Train", ["AiInfra"], ["TorchSharp-cpu", "Microsoft.ML.OnnxRuntime"]);
        Consumer("Serve", ["AiInfra.Serving", "AiInfra.Sqlite", "AiInfra.AspNetCore"], ["Microsoft.ML.OnnxRuntime"]);
        Consumer("Evaluate", ["AiInfra.Evaluation"], []);
        WriteService();
        _docs = new DocFolder(_root.FullName);
        _docs.Write(DocFolder.Blocks(_repository), VersionOf);
        _compiled = new Lazy<Task<string[]>>(_docs.CompileAsync);
        string[] projects = ["Train/Train.csproj", "Serve/Serve.csproj", "Evaluate/Evaluate.csproj", "Service/Service.csproj", .. _docs.Projects];
        File.WriteAllText(Path.Combine(_root.FullName, "consumers.slnx"), $"""
            <Solution>
              {string.Join("\n  ", projects.Select(p => $"""<Project Path="{p}" />"""))}
            </Solution>
            """);
    }

    private void Consumer(string name, string[] ours, string[] theirs)
    {
        Directory.CreateDirectory(Folder(name));
        IEnumerable<string> references = ours.Concat(theirs).Select(p => $"""<PackageReference Include="{p}" Version="{VersionOf(p)}" />""");
        File.WriteAllText(Path.Combine(Folder(name), name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", references)}
                <PrunePackageReference Include="SkiaSharp" Version="99.0.0" />
              </ItemGroup>
            </Project>
            """);
        using Stream program = typeof(PackedFeed).Assembly.GetManifestResourceStream("Program.cs")!;
        using var reader = new StreamReader(program);
        File.WriteAllText(Path.Combine(Folder(name), "Program.cs"), name == "Train" ? reader.ReadToEnd() : "Console.WriteLine();");
    }

    /// <summary>The service of docs/release.md, built as for publishing ahead of time: what needs reflection is an error, and JSON has none.</summary>
    private void WriteService()
    {
        DocBlock block = DocFolder.Blocks(_repository).Single(b => b is { Document: "docs/release.md", Kind: "web" });
        Directory.CreateDirectory(Folder("Service"));
        File.WriteAllText(Path.Combine(Folder("Service"), "Program.cs"), block.Code);
        File.WriteAllText(Path.Combine(Folder("Service"), "Service.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
                <SelfContained>false</SelfContained>
                <IsAotCompatible>true</IsAotCompatible>
                <EnableRequestDelegateGenerator>true</EnableRequestDelegateGenerator>
                <JsonSerializerIsReflectionEnabledByDefault>false</JsonSerializerIsReflectionEnabledByDefault>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <CreateHardLinksForCopyLocalIfPossible>true</CreateHardLinksForCopyLocalIfPossible>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", block.Packages.Select(p => $"""<PackageReference Include="{p}" Version="{VersionOf(p)}" />"""))}
              </ItemGroup>
            </Project>
            """);
    }

    /// <summary>Ours are packed under a version of their own; the others are those that the repository builds with.</summary>
    private string VersionOf(string package) => package.StartsWith("AiInfra", StringComparison.Ordinal)
        ? Version
        : XDocument.Load(Path.Combine(_repository, "Directory.Packages.props")).Descendants("PackageVersion")
            .Where(p => (string?)p.Attribute("Include") == package).Select(p => (string)p.Attribute("Version")!).Single();

    private string AssetsFile(string consumer) => Path.Combine(Folder(consumer), "obj", "project.assets.json");

    private string[] Caches() => [.. Assets("Train").GetProperty("packageFolders").EnumerateObject().Select(f => f.Name)];
}
