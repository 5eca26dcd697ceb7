namespace AiInfra.Packages.Tests.Docs;

/// <summary>Projects outside the repository, one for each kind and set of packages that the documents name; each compiles its blocks one by one, as the <c>Program.cs</c> of that project.</summary>
internal sealed class DocFolder(string root)
{
    private const string Target = """
          <Target Name="CompileBlocks" DependsOnTargets="ResolveReferences;FindReferenceAssembliesForReferences;GenerateGlobalUsings">
            <Csc Sources="%(Block.FullPath);$(GeneratedGlobalUsingsFile)" References="@(ReferencePathWithRefAssemblies)" OutputAssembly="$(IntermediateOutputPath)%(Block.Filename).dll"
                 TargetType="%(Block.TargetType)" LangVersion="14" Nullable="enable" NoConfig="true" NoStandardLib="true" DebugType="none" UseSharedCompilation="$(UseSharedCompilation)" Analyzers="@(Analyzer)" SkipAnalyzers="true"
                 DisabledWarnings="1701;1702;CS8321" ContinueOnError="ErrorAndContinue" />
          </Target>
        """;

    private readonly Dictionary<string, DocBlock[]> _projects = [];

    /// <summary>Every C# block of the README files and the docs.</summary>
    public static IEnumerable<DocBlock> Blocks(string repository) =>
        Documents(repository).SelectMany(d => DocBlock.Of(repository, d));

    /// <summary>Project files, from the root, for the solution that restores them.</summary>
    public IEnumerable<string> Projects => _projects.Keys.Select(p => $"{p}/{p}.csproj");

    /// <summary>Writes the projects.</summary>
    /// <param name="blocks">What they compile.</param>
    /// <param name="version">Version of a package.</param>
    public void Write(IEnumerable<DocBlock> blocks, Func<string, string> version)
    {
        foreach (IGrouping<string, DocBlock> group in blocks.Where(b => b.Kind is not null).GroupBy(b => $"{b.Kind} {string.Join(' ', b.Packages.Order(StringComparer.Ordinal))}"))
        {
            string name = $"docs{_projects.Count}";
            DocBlock[] members = [.. group];
            _projects.Add(name, members);
            Directory.CreateDirectory(Path.Combine(root, name));
            File.WriteAllText(Path.Combine(root, name, name + ".csproj"), Project(members, version));
            foreach (DocBlock block in members)
            {
                File.WriteAllText(Path.Combine(root, name, block.File), block.Source());
            }
        }

        File.WriteAllText(Path.Combine(root, "docs.proj"), $"""
            <Project>
              <ItemGroup>
                {string.Join("\n    ", Projects.Select(p => $"""<Docs Include="{p}" />"""))}
              </ItemGroup>
              <Target Name="Compile">
                <MSBuild Projects="@(Docs)" Targets="CompileBlocks" BuildInParallel="true" ContinueOnError="ErrorAndContinue" />
              </Target>
            </Project>
            """);
    }

    /// <summary>Compiles all blocks. What the compiler said, line by line.</summary>
    public async Task<string[]> CompileAsync()
    {
        try
        {
            return Lines(await Tool.DotnetAsync(root, "msbuild", "docs.proj", "-t:Compile", "-m:2", "-nologo", "-v:q"));
        }
        catch (InvalidOperationException failed)
        {
            return Lines(failed.Message);
        }
    }

    private static string Project(DocBlock[] blocks, Func<string, string> version)
    {
        string kind = blocks[0].Kind!;
        string sdk = kind switch { "web" => "Microsoft.NET.Sdk.Web", "worker" => "Microsoft.NET.Sdk.Worker", _ => "Microsoft.NET.Sdk" };
        IEnumerable<string> packages = kind == "worker" ? blocks[0].Packages.Append("Microsoft.Extensions.Hosting") : blocks[0].Packages;
        return $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <NuGetAudit>false</NuGetAudit>
                <EnableDefaultCompileItems>false</EnableDefaultCompileItems>
              </PropertyGroup>
              <ItemGroup>
                {string.Join("\n    ", packages.Distinct().Select(p => $"""<PackageReference Include="{p}" Version="{version(p)}" />"""))}
                {string.Join("\n    ", blocks.Select(b => $"""<Block Include="{b.File}" TargetType="{(b.IsLibrary ? "library" : "exe")}" />"""))}
              </ItemGroup>
            {Target}
            </Project>
            """;
    }

    private static IEnumerable<string> Documents(string repository) =>
        Directory.EnumerateFiles(Path.Combine(repository, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateDirectories(Path.Combine(repository, "src")).Select(d => Path.Combine(d, "README.md")).Where(File.Exists))
            .Append(Path.Combine(repository, "README.md"))
            .Select(f => Path.GetRelativePath(repository, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
