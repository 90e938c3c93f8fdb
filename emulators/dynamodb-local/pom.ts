/** The release in use: it needs Java 17. `npm run test:dynamodb-local` tells whether a newer one does as well. */
export const version = '3.1.0';

/** The plug-in that copies the jars, at a version of our choice instead of the one that a Maven happens to have. */
export const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** The class that is started. */
export const mainClass = 'software.amazon.dynamodb.services.local.main.ServerRunner';

/** SQLite for Apple silicon: DynamoDB Local names only the libraries of Intel machines. */
const appleSilicon = `
    <dependency>
      <groupId>io.github.ganadist.sqlite4java</groupId>
      <artifactId>libsqlite4java-osx-aarch64</artifactId>
      <version>1.0.392</version>
      <type>dylib</type>
    </dependency>`;

/** The project file by which Maven gets DynamoDB Local with all that it needs, its native SQLite library too. */
export function makePom(platform: string): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId>
  <artifactId>dynamodb-local</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>software.amazon.dynamodb</groupId>
      <artifactId>DynamoDBLocal</artifactId>
      <version>${version}</version>
    </dependency>${platform === 'darwin-arm64' ? appleSilicon : ''}
  </dependencies>
</project>
`;
}
