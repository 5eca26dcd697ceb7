using AiInfra.Packages.Tests;

[assembly: AssemblyFixture(typeof(PackedFeed))]
